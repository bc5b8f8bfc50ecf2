package dev.sluice.cli;

import dev.sluice.model.Model;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.service.registry.Services;

/** Helidon looks for services in every jar when it is first asked for one, which takes a third of a start. */
final class HelidonServices {
    /** Whether it looks for descriptions in them, which takes 10 ms more: of services, features, what may be deserialized. */
    private static final String DESCRIPTIONS = "io.helidon.metadata.mode";

    private HelidonServices() {}

    /** Says that there are none, unless a program has settings: metrics and traces are services. Before it is started. */
    static void settle(Model model) {
        if (model.settings().isEmpty()) {
            if (System.getProperty(DESCRIPTIONS) == null) {
                System.setProperty(DESCRIPTIONS, "none");
            }
            ServiceRegistryConfig none = ServiceRegistryConfig.builder()
                    .discoverServices(false)
                    .discoverServicesFromServiceLoader(false)
                    .build();
            Services.registry(ServiceRegistryManager.create(none).registry());
        }
    }
}
