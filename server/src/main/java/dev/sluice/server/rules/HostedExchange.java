package dev.sluice.server.rules;

import dev.sluice.core.Attributes;
import dev.sluice.core.Completion;
import dev.sluice.core.Request;
import dev.sluice.core.Response;

/** One exchange as a host offers it to the filters and the handler of a pipeline. Used by one thread. */
public interface HostedExchange {
    /** What the client asked for. */
    Request request();

    /** Gives what a gate hands on to the steps behind it. */
    void handOn(Attributes attributes);

    /** Runs at the end, whoever answers; those who asked last are told first. */
    void onEnd(Completion completion);

    /** Sends the one final response, ends it and never throws because of the network. */
    void send(Response response);
}
