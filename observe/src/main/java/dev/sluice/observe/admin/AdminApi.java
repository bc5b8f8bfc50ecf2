package dev.sluice.observe.admin;

import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.options.MistakesException;
import dev.sluice.observe.Observed;
import dev.sluice.observe.journal.Recent;
import dev.sluice.observe.meters.Stats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Tells about a program and steers it, by HTTP: everything under {@code /api}, and the dashboard. A request under {@code /api}
 * must bring the token of {@link AdminAccess#tokenFile} ({@code Authorization: Bearer}), else it is answered 401; after
 * {@value Door#MOST} such answers within a second 429. The right token is let in at any time. What is wrong with a request is told
 * as a problem document (RFC 9457), and has changed nothing. Each change is a line in the log {@code dev.sluice.audit}. Whoever hosts
 * it lets {@link #misdirected} answer the requests that are not {@linkplain AdminAccess#isAddressedBy addressed} to it.
 *
 * <p>Thread-safe. Works until it is closed, which ends the streams of events.
 */
public final class AdminApi implements Handler, AutoCloseable {
    private final Door door;
    private final Audit audit;
    private final List<Operation> operations;
    private final Dashboard dashboard = new Dashboard();
    private final Figures figures;
    private final Registrations registrations;
    private final JournalOperations journal;

    /**
     * The API of a program.
     *
     * @param program that runs
     * @param stats everything that it counts, read now
     * @param recent what it remembers of decisions and failures
     * @param access who may ask, and for what
     * @param secrets nobody may guess what it gives: makes the token, if there is none
     * @throws IllegalArgumentException if the token file cannot be read or made
     */
    public AdminApi(
            Observed program, Supplier<Stats> stats, Recent recent, AdminAccess access, RandomGenerator secrets) {
        door = new Door(AdminToken.in(access.tokenFile(), secrets), program.ticker());
        audit = new Audit(program);
        figures = new Figures(stats, program);
        registrations = new Registrations(program);
        journal = new JournalOperations(recent);
        operations = new ArrayList<>();
        operations.addAll(new ProgramOperations(program, figures).all());
        operations.addAll(new PoolOperations(program, figures, registrations).all());
        operations.addAll(new ModelOperations(program).all());
        operations.addAll(new StateOperations(program).all());
        operations.addAll(journal.all());
        operations.addAll(new MachineOperations(access.dumps()).all());
        operations.add(new Operation("GET", "/api/openapi.json", call -> OpenApi.document()));
    }

    /**
     * What can be asked for.
     *
     * @return method and path, such as {@code GET /api/pools/{pool}}
     */
    List<String> described() {
        return operations.stream().map(one -> one.method() + " " + one.path()).toList();
    }

    @Override
    public Response handle(Request request) {
        try {
            String path = request.path();
            if (!path.equals("/api") && !path.startsWith("/api/")) {
                return dashboard.answer(request);
            }
            door.check(request);
            return operation(request, path);
        } catch (AdminRefusal refused) {
            return Reply.refused(refused);
        } catch (TransferException broken) {
            return Response.failed(broken.failure(), Provenance.LOCAL);
        }
    }

    /**
     * Answers a request that is meant for another.
     *
     * @param request not addressed to this listener
     * @return 421 (RFC 9110 §15.5.20)
     */
    public Response misdirected(Request request) {
        return Reply.refused(AdminRefusal.wrongHost(request.host()));
    }

    private Response operation(Request request, String path) {
        List<String> others = new ArrayList<>();
        for (Operation operation : operations) {
            Optional<List<String>> parts = operation.parts(path);
            if (parts.isPresent()) {
                if (operation.method().equals(request.method())) {
                    return answered(operation, new Call(request, parts.get(), query(request.target())));
                }
                others.add(operation.method());
            }
        }
        if (others.isEmpty()) {
            throw AdminRefusal.unknown("there is no " + path + "; GET /api/openapi.json lists what there is");
        }
        throw AdminRefusal.method(others);
    }

    private Response answered(Operation operation, Call call) {
        if (!operation.changes()) {
            return told(operation, call);
        }
        int before = audit.version();
        try {
            Response response = told(operation, call);
            audit.line(call, before, "done");
            return response;
        } catch (AdminRefusal refused) {
            audit.line(call, before, refused.status().code() + " " + refused.getMessage());
            throw refused;
        }
    }

    private static Response told(Operation operation, Call call) {
        try {
            return operation.action().answer(call);
        } catch (MistakesException wrong) {
            throw AdminRefusal.wrong(wrong.mistakes());
        } catch (IllegalArgumentException wrong) {
            throw AdminRefusal.wrong(List.of(String.valueOf(wrong.getMessage())));
        }
    }

    private static Map<String, String> query(String target) {
        int mark = target.indexOf('?');
        Map<String, String> query = new HashMap<>();
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                query.put(Operation.decoded(name), Operation.decoded(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return query;
    }

    /** Ends what it does by itself: samples, registrations, streams of events. */
    @Override
    public void close() {
        journal.close();
        registrations.close();
        figures.close();
    }
}
