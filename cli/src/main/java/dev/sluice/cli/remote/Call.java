package dev.sluice.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/**
 * A command of {@code sluice ctl} while it is carried out.
 *
 * @param client where to ask
 * @param operands what was typed behind the command
 * @param json whether answers are printed as they are
 */
record Call(AdminClient client, List<String> operands, boolean json) {
    String operand(int index) {
        return operands.get(index);
    }

    /** Asks, and prints the answer. */
    void print(Ask ask, Function<JsonNode, Object> shown) {
        print(client.send(ask), shown);
    }

    /** Prints an answer as it is, or as people read it. */
    void print(Answer answer, Function<JsonNode, Object> shown) {
        say(json ? answer.text().stripTrailing() : shown.apply(answer.json()));
    }

    void say(Object line) {
        System.out.println(line);
    }

    /** An empty object, to be filled and sent. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
