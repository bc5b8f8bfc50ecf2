package dev.sluice;

import java.util.List;

/** A scope: routes that share a predicate and policies. */
public final class GroupScope extends RoutesBlock<GroupScope> implements RouteSteps<GroupScope> {
    GroupScope(List<String> mistakes, String name) {
        super(mistakes, name);
    }

    @Override
    GroupScope self() {
        return this;
    }
}
