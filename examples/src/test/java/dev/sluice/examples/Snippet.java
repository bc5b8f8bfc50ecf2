package dev.sluice.examples;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.SimpleJavaFileObject;

/**
 * A block of Java on a page, as a source of a package of its own: as it is if it declares a type, else as the body of a
 * method. It has the imports that it shows and no others.
 *
 * <p>A comment on the line before a block may say {@code <!-- given: Handler handler -->}: names that the text introduces
 * and the block only uses. They become parameters of the method.
 */
final class Snippet extends SimpleJavaFileObject {
    /** Also matches blocks in lists and blocks with words behind {@code java}, so that none gets away unseen. */
    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- (?<kind>given|not compiled): (?<detail>[^\\n]*) -->\\n)?^[ >]*```java\\b[^\\n]*\\n(?<code>.*?)```",
            Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern IMPORT = Pattern.compile("^import .*;\\n", Pattern.MULTILINE);
    private static final Pattern TYPE =
            Pattern.compile("^(?:public |final |sealed )*(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);

    private final String code;
    private final boolean compiled;

    private Snippet(String place, String type, String code, boolean compiled) {
        super(URI.create("string:///" + place + "/" + type + ".java"), Kind.SOURCE);
        this.code = code;
        this.compiled = compiled;
    }

    /** All Java blocks of a page. */
    static List<Snippet> of(Path page, String text) {
        List<Snippet> found = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            long line = text.substring(0, blocks.start("code")).lines().count();
            found.add(of(page.getFileName() + ":" + line, blocks.toMatchResult()));
        }
        return found;
    }

    private static Snippet of(String place, MatchResult block) {
        String code = block.group("code");
        String kind = block.group("kind");
        String declared = "package " + place.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_") + ";\n";
        Matcher type = TYPE.matcher(code);
        if (type.find()) {
            return new Snippet(place, type.group(1), declared + code, !"not compiled".equals(kind));
        }
        String imports = IMPORT.matcher(code).results().map(MatchResult::group).collect(Collectors.joining());
        String given = "given".equals(kind) ? block.group("detail") : "";
        String method = "class Main { void run(" + given + ") throws Exception {\n"
                + IMPORT.matcher(code).replaceAll("") + "\n} }\n";
        return new Snippet(place, "Main", declared + imports + method, !"not compiled".equals(kind));
    }

    /** Whether it is Java of ours; false behind {@code <!-- not compiled: reason -->}. */
    boolean compiled() {
        return compiled;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
    }
}
