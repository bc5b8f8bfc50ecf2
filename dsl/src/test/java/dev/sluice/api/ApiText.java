package dev.sluice.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a user of a module can name, as text: a line for each type, a line for each member under it, sorted, so that it is
 * the same with every JDK. Members that a hidden supertype brings are listed with the type that shows them; what
 * {@link Object} promises ({@code equals}, {@code hashCode}, {@code toString}) is not.
 */
final class ApiText {
    static final String INDENT = "    ";

    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private final ExportedModule module;

    private ApiText(ExportedModule module) {
        this.module = module;
    }

    static String of(ExportedModule module) {
        ApiText text = new ApiText(module);
        return module.types().stream()
                .filter(text::isShown)
                .map(type -> text.header(type) + "\n" + text.members(type))
                .collect(Collectors.joining("\n"));
    }

    private boolean isShown(Class<?> type) {
        boolean visible = isVisible(type.getModifiers()) && !type.isSynthetic() && !type.isAnonymousClass();
        Class<?> outer = type.getEnclosingClass();
        return visible && module.packages().contains(type.getPackageName()) && (outer == null || isShown(outer));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private String header(Class<?> type) {
        StringBuilder line = new StringBuilder();
        int modifiers = type.getModifiers();
        line.append(Modifier.isProtected(modifiers) ? "protected " : "public ");
        boolean plain = !type.isInterface() && !type.isRecord() && !type.isEnum();
        line.append(plain && type.getEnclosingClass() != null && Modifier.isStatic(modifiers) ? "static " : "");
        line.append(plain && Modifier.isAbstract(modifiers) ? "abstract " : "");
        line.append(plain && Modifier.isFinal(modifiers) ? "final " : "");
        line.append(type.isSealed() && !type.isEnum() ? "sealed " : "");
        line.append(kind(type)).append(' ').append(name(type)).append(variables(type.getTypeParameters()));
        Type parent = type.getGenericSuperclass();
        if (plain && parent != null && parent != Object.class) {
            line.append(" extends ").append(name(parent));
        }
        line.append(list(type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces()));
        return line.toString();
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "annotation";
        }
        if (type.isInterface()) {
            return "interface";
        }
        if (type.isRecord()) {
            return "record";
        }
        return type.isEnum() ? "enum" : "class";
    }

    private String members(Class<?> type) {
        Set<String> lines = new TreeSet<>();
        shown(type, Class::getDeclaredFields).map(ApiText::line).forEach(lines::add);
        shown(type, Class::getDeclaredConstructors).map(ApiText::line).forEach(lines::add);
        for (Class<?> one : withHiddenSupertypes(type)) {
            shown(one, Class::getDeclaredMethods)
                    .filter(method -> !method.isBridge() && !OF_EVERY_OBJECT.contains(method.getName()))
                    .map(ApiText::line)
                    .forEach(lines::add);
        }
        return lines.stream().map(line -> INDENT + line + "\n").collect(Collectors.joining());
    }

    private static <M extends Member> Stream<M> shown(Class<?> type, Function<Class<?>, M[]> members) {
        return Arrays.stream(members.apply(type))
                .filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic());
    }

    private List<Class<?>> withHiddenSupertypes(Class<?> type) {
        List<Class<?>> all = new ArrayList<>(List.of(type));
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .filter(parent -> module.packages().contains(parent.getPackageName()) && !isShown(parent))
                .forEach(parent -> all.addAll(withHiddenSupertypes(parent)));
        return all;
    }

    private static String line(Field field) {
        return modifiers(field) + name(field.getGenericType()) + " " + field.getName();
    }

    private static String line(Constructor<?> constructor) {
        return modifiers(constructor) + variables(constructor.getTypeParameters()) + "new(" + parameters(constructor)
                + ")" + list(" throws ", constructor.getGenericExceptionTypes());
    }

    private static String line(Method method) {
        String variables = variables(method.getTypeParameters());
        return modifiers(method) + (method.isDefault() ? "default " : "") + variables
                + (variables.isEmpty() ? "" : " ") + name(method.getGenericReturnType()) + " " + method.getName() + "("
                + parameters(method) + ")" + list(" throws ", method.getGenericExceptionTypes());
    }

    /** Without {@code public}, which most are; a final method of a final class is no news. */
    private static String modifiers(Member member) {
        int modifiers = member.getModifiers();
        boolean inFinal = Modifier.isFinal(member.getDeclaringClass().getModifiers());
        return (Modifier.isProtected(modifiers) ? "protected " : "")
                + (Modifier.isStatic(modifiers) ? "static " : "")
                + (Modifier.isAbstract(modifiers) ? "abstract " : "")
                + (Modifier.isFinal(modifiers) && !inFinal ? "final " : "");
    }

    private static String parameters(Executable executable) {
        Parameter[] parameters = executable.getParameters();
        Type[] types = executable.getGenericParameterTypes();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < parameters.length; i++) {
            Type type = types.length == parameters.length ? types[i] : parameters[i].getType();
            String name = name(type);
            String shown = parameters[i].isVarArgs() ? name.substring(0, name.length() - 2) + "..." : name;
            texts.add(shown + " " + parameters[i].getName());
        }
        return String.join(", ", texts);
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(one -> one.getName() + bounds(one))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bounds(TypeVariable<?> variable) {
        Type[] bounds = variable.getBounds();
        return bounds.length == 1 && bounds[0] == Object.class
                ? ""
                : Arrays.stream(bounds).map(ApiText::name).collect(Collectors.joining(" & ", " extends ", ""));
    }

    private static String list(String before, Type[] types) {
        return types.length == 0
                ? ""
                : Arrays.stream(types).map(ApiText::name).collect(Collectors.joining(", ", before, ""));
    }

    private static String name(Type type) {
        return type.getTypeName().replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "").replace('$', '.');
    }
}
