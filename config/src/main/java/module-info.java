/** Models from YAML and back. */
module dev.sluice.config {
    requires transitive dev.sluice.core;
    requires transitive dev.sluice.model;
    requires transitive dev.sluice.routing;
    requires transitive io.helidon.config;
    requires com.fasterxml.jackson.core;
    requires org.yaml.snakeyaml;
    requires static org.jspecify;

    exports dev.sluice.config;

    uses dev.sluice.model.StepType;
    uses dev.sluice.model.TerminalType;
    uses dev.sluice.model.SpecType;
}
