package dev.sluice.routing;

import dev.sluice.expression.Regex;

/** What is asked of the value of a header, a query parameter or a cookie. */
sealed interface TextTest {
    boolean holds(String value);

    /** Whether there is one at all. */
    record Exists() implements TextTest {
        @Override
        public boolean holds(String value) {
            return true;
        }
    }

    /** Whether it is a text, letter for letter. */
    record Equal(String text) implements TextTest {
        @Override
        public boolean holds(String value) {
            return value.equals(text);
        }
    }

    /** Whether it begins with a text. */
    record Prefix(String text) implements TextTest {
        @Override
        public boolean holds(String value) {
            return value.startsWith(text);
        }
    }

    /** Whether a text is in it. */
    record Contains(String text) implements TextTest {
        @Override
        public boolean holds(String value) {
            return value.contains(text);
        }
    }

    /** Whether an expression matches somewhere in it. */
    record Matches(Regex regex) implements TextTest {
        @Override
        public boolean holds(String value) {
            return regex.isIn(value);
        }
    }
}
