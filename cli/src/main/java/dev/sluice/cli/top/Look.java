package dev.sluice.cli.top;

/** How a line is shown. */
enum Look {
    PLAIN("", ""),
    TITLE("1", "1"),
    /** Headings of a pane; reverse if keys steer it. */
    HEADING("4", "4"),
    FOCUSED("7", "7"),
    STRONG("1", "1"),
    WARNING("33", ""),
    BAD("31", "1"),
    FAINT("2", "2");

    private final String inColour;
    private final String without;

    Look(String inColour, String without) {
        this.inColour = inColour;
        this.without = without;
    }

    /** With the codes of ECMA-48 around it. */
    String around(String text, boolean colours) {
        String codes = colours ? inColour : without;
        return codes.isEmpty() ? text : "\u001b[" + codes + "m" + text + "\u001b[0m";
    }
}
