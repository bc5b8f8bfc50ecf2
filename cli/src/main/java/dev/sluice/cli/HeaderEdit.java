package dev.sluice.cli;

import dev.sluice.middlewares.headers.FieldEdit;
import dev.sluice.middlewares.headers.FieldEdits;
import dev.sluice.middlewares.headers.HeadersOptions;
import java.util.List;

/**
 * What {@code --header} says: a {@link FieldEdit} as text, of requests unless the word {@code response} stands before it.
 *
 * @param inResponse whether it is an edit of responses
 * @param edit the edit
 */
record HeaderEdit(boolean inResponse, FieldEdit edit) {
    private static final String REQUEST = "request ";
    private static final String RESPONSE = "response ";

    /** {@code set NAME: VALUE}, {@code remove NAME} and so on, behind {@code request}, {@code response} or neither. */
    static HeaderEdit parse(String text) {
        boolean inResponse = text.startsWith(RESPONSE);
        boolean inRequest = text.startsWith(REQUEST);
        String edit = inResponse || inRequest ? text.substring(text.indexOf(' ') + 1) : text;
        return new HeaderEdit(inResponse, FieldEdit.parse(edit));
    }

    /**
     * All of them, as options of the step {@code headers}.
     *
     * @throws IllegalArgumentException naming every edit of a field that the forwarder writes
     */
    static HeadersOptions options(List<HeaderEdit> edits) {
        return new HeadersOptions(edits(edits, false), edits(edits, true));
    }

    private static FieldEdits edits(List<HeaderEdit> edits, boolean inResponse) {
        return new FieldEdits(edits.stream()
                .filter(edit -> edit.inResponse() == inResponse)
                .map(HeaderEdit::edit)
                .toList());
    }
}
