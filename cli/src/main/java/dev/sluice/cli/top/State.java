package dev.sluice.cli.top;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a person looks at. Immutable: a key makes another.
 *
 * @param snapshot the newest; empty before the first
 * @param problem why there is no newer one; empty if there is
 * @param sort of routes, pools and members
 * @param reversed whether the least come first
 * @param filter what names have to have
 * @param typing whether keys write the filter
 * @param pane that keys move in
 * @param scrolled how many rows are above each pane
 * @param paused whether newer snapshots are left out
 * @param help whether the keys are explained
 * @param done whether it is over
 */
record State(
        Optional<Snapshot> snapshot,
        String problem,
        Sort sort,
        boolean reversed,
        String filter,
        boolean typing,
        Pane pane,
        Map<Pane, Integer> scrolled,
        boolean paused,
        boolean help,
        boolean done) {
    State {
        scrolled = Map.copyOf(scrolled);
    }

    static final State FIRST =
            new State(Optional.empty(), "", Sort.RATE, false, "", false, Pane.ROUTES, Map.of(), false, false, false);

    int scrolled(Pane which) {
        return scrolled.getOrDefault(which, 0);
    }

    State told(Snapshot newer) {
        return paused && snapshot.isPresent() ? problem("") : with(Optional.of(newer), "");
    }

    State problem(String why) {
        return with(snapshot, why);
    }

    private State with(Optional<Snapshot> newest, String why) {
        return new State(newest, why, sort, reversed, filter, typing, pane, scrolled, paused, help, done);
    }

    /** What a key makes of it. */
    State after(Key key) {
        return typing
                ? typed(key)
                : switch (key.kind()) {
                    case CHARACTER -> command(key.character());
                    case TAB -> at(pane.next());
                    case BACK_TAB -> at(pane.previous());
                    case UP -> moved(-1);
                    case DOWN -> moved(1);
                    case PAGE_UP -> moved(-Screen.PAGE);
                    case PAGE_DOWN -> moved(Screen.PAGE);
                    case HOME -> moved(-rows());
                    case END -> moved(rows());
                    case ESCAPE -> help ? helping(false) : filtered("", false);
                    case GONE -> ended();
                    case ENTER, BACKSPACE, NONE -> this;
                };
    }

    private State command(int character) {
        return switch (character) {
            case 'q', 'Q' -> ended();
            case 's' -> sorted(sort.next(), reversed);
            case 'r' -> sorted(sort, !reversed);
            case '/' -> filtered(filter, true);
            case 'p', ' ' ->
                new State(snapshot, problem, sort, reversed, filter, typing, pane, scrolled, !paused, help, done);
            case '?', 'h' -> helping(!help);
            case 'k' -> moved(-1);
            case 'j' -> moved(1);
            default -> this;
        };
    }

    private State typed(Key key) {
        return switch (key.kind()) {
            case CHARACTER -> filtered(filter + Character.toString(key.character()), true);
            case BACKSPACE ->
                filtered(
                        filter.isEmpty() ? "" : filter.substring(0, filter.offsetByCodePoints(filter.length(), -1)),
                        true);
            case ENTER -> filtered(filter, false);
            case ESCAPE -> filtered("", false);
            case GONE -> ended();
            default -> this;
        };
    }

    private State filtered(String by, boolean writing) {
        return new State(snapshot, problem, sort, reversed, by, writing, pane, Map.of(), paused, help, done);
    }

    private State sorted(Sort by, boolean backwards) {
        return new State(snapshot, problem, by, backwards, filter, typing, pane, Map.of(), paused, help, done);
    }

    private State helping(boolean shown) {
        return new State(snapshot, problem, sort, reversed, filter, typing, pane, scrolled, paused, shown, done);
    }

    private State at(Pane other) {
        return new State(snapshot, problem, sort, reversed, filter, typing, other, scrolled, paused, help, done);
    }

    State ended() {
        return new State(snapshot, problem, sort, reversed, filter, typing, pane, scrolled, paused, help, true);
    }

    private State moved(int by) {
        Map<Pane, Integer> moved = new EnumMap<>(Pane.class);
        moved.putAll(scrolled);
        moved.put(pane, Math.clamp((long) scrolled(pane) + by, 0, Math.max(0, rows() - 1)));
        return new State(snapshot, problem, sort, reversed, filter, typing, pane, moved, paused, help, done);
    }

    private int rows() {
        return Rows.of(this, pane).size();
    }
}
