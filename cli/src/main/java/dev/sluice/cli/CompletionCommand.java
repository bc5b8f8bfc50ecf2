package dev.sluice.cli;

import java.util.List;

/** {@code sluice completion}: prints a script that completes commands and options in bash and zsh. */
final class CompletionCommand implements Task {
    private final Options options = new Options();
    private final Asked asked = new Asked(options);

    @Override
    public Command command() {
        return new Command(
                "completion",
                "Prints a script that completes commands and options in bash and zsh.",
                "sluice completion",
                List.of(options),
                List.of("source <(sluice completion)"));
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        return () -> {
            Help.printCompletion(Main.all(), System.out);
            return 0;
        };
    }
}
