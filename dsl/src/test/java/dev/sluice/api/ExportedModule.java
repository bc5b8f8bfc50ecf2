package dev.sluice.api;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A module of the project, as its descriptor on the class path tells.
 *
 * @param name the module's name
 * @param packages what it exports to everybody
 * @param types all classes in these packages, nested ones too, public or not, by name
 */
record ExportedModule(String name, Set<String> packages, List<Class<?>> types) {
    private static final String TEST_KIT = "dev.sluice.testkit";

    /** All that export a package to everybody, and the test kit, which has no descriptor since it is used on the class path. */
    static List<ExportedModule> ofThisProject() throws IOException {
        List<ExportedModule> found = new ArrayList<>();
        for (URL descriptor : resources("module-info.class")) {
            try (InputStream bytes = descriptor.openStream()) {
                ModuleDescriptor module = ModuleDescriptor.read(bytes);
                Set<String> packages = module.exports().stream()
                        .filter(export -> !export.isQualified())
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toUnmodifiableSet());
                if (module.name().startsWith("dev.sluice") && !packages.isEmpty()) {
                    found.add(new ExportedModule(module.name(), packages, types(packages)));
                }
            }
        }
        found.add(new ExportedModule(TEST_KIT, Set.of(TEST_KIT), types(Set.of(TEST_KIT))));
        found.sort(Comparator.comparing(ExportedModule::name));
        return List.copyOf(found);
    }

    private static List<Class<?>> types(Set<String> packages) throws IOException {
        List<Class<?>> types = new ArrayList<>();
        for (String one : packages) {
            for (URL place : resources(one.replace('.', '/') + "/package-info.class")) {
                for (String name : classFiles(place)) {
                    types.add(load(one + "." + name));
                }
            }
        }
        types.sort(Comparator.comparing(Class::getName));
        return List.copyOf(types);
    }

    private static List<String> classFiles(URL packageInfo) throws IOException {
        URI uri = URI.create(packageInfo.toString());
        if (!"jar".equals(uri.getScheme())) {
            return classFiles(Path.of(uri).getParent());
        }
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
            return classFiles(jar.provider().getPath(uri).getParent());
        }
    }

    private static List<String> classFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .toList();
        }
    }

    private static List<URL> resources(String name) throws IOException {
        return Collections.list(ExportedModule.class.getClassLoader().getResources(name));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ExportedModule.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
