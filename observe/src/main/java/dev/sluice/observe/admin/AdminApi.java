package dev.sluice.observe.admin;

import dev.sluice.core.Cidr;
import dev.sluice.core.Handler;
import dev.sluice.core.MistakesException;
import dev.sluice.core.NormalHost;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.core.TransferException;
import dev.sluice.observe.Observed;
import dev.sluice.observe.journal.Recent;
import dev.sluice.observe.meters.Stats;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells about a program and steers it, by HTTP: everything under {@code /api}, and the dashboard. A request under {@code /api}
 * must bring the token of {@link AdminOptions#tokenFile} ({@code Authorization: Bearer}), else it is answered 401; after
 * {@value Attempts#MOST} such answers within a second 429. The right token is let in at any time. One that is addressed to another name is answered 421. What is wrong
 * with a request is told as a problem document (RFC 9457), and has changed nothing. Each change is a line in the log {@code
 * dev.sluice.audit}.
 *
 * <p>Thread-safe. Works until it is closed, which ends the streams of events.
 */
public final class AdminApi implements Handler, AutoCloseable {
    private static final String BEARER = "Bearer ";

    private final AdminToken token;
    private final Set<String> hosts;
    /** Whether it listens on all addresses: each is ours then, and nobody can make an address lead elsewhere. */
    private final boolean everywhere;

    private final Attempts attempts;
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
     * @param options who may ask, and for what
     * @param secrets nobody may guess what it gives: makes the token, if there is none
     * @throws IllegalArgumentException if the token file cannot be read or made
     */
    public AdminApi(
            Observed program, Supplier<Stats> stats, Recent recent, AdminOptions options, RandomGenerator secrets) {
        token = AdminToken.in(options.tokenPath(), secrets);
        hosts = Stream.concat(Stream.of(options.host(), "localhost", "127.0.0.1", "::1"), options.hosts().stream())
                .map(NormalHost::of)
                .collect(Collectors.toCollection(TreeSet::new));
        everywhere = Cidr.address(options.host())
                .filter(InetAddress::isAnyLocalAddress)
                .isPresent();
        Ticker ticker = program.ticker();
        attempts = new Attempts(ticker);
        audit = new Audit(program);
        figures = new Figures(stats, program);
        registrations = new Registrations(program);
        journal = new JournalOperations(program, recent);
        operations = new ArrayList<>();
        operations.addAll(new ProgramOperations(program, figures).all());
        operations.addAll(new PoolOperations(program, figures, registrations).all());
        operations.addAll(new ModelOperations(program).all());
        operations.addAll(new StateOperations(program).all());
        operations.addAll(journal.all());
        operations.addAll(new MachineOperations(options.dumps()).all());
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
            checkHost(request);
            String path = request.path();
            if (!path.equals("/api") && !path.startsWith("/api/")) {
                return dashboard.answer(request);
            }
            checkToken(request);
            return operation(request, path);
        } catch (AdminRefusal refused) {
            return Reply.refused(refused);
        } catch (TransferException broken) {
            return Response.failed(broken.failure(), Provenance.LOCAL);
        }
    }

    /**
     * Whether a request is meant for this listener: a page of another site may have its own name lead here (DNS rebinding).
     *
     * @param host as the request names it, in its {@linkplain NormalHost normal form}
     * @return false if it is none of the names
     */
    public boolean isAddressedBy(String host) {
        return hosts.contains(host)
                || (everywhere && Cidr.address(withoutBrackets(host)).isPresent());
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private void checkHost(Request request) {
        if (!isAddressedBy(request.host())) {
            throw AdminRefusal.wrongHost(request.host());
        }
    }

    private void checkToken(Request request) {
        List<String> all = request.fields().all("Authorization");
        Optional<String> brought = all.size() == 1 && all.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(all.getFirst().substring(BEARER.length()).strip())
                : Optional.empty();
        if (brought.filter(token::is).isPresent()) {
            return; // even while others try: nobody is locked out by them
        }
        if (attempts.tooMany()) {
            throw AdminRefusal.tooManyFailures();
        }
        attempts.failed();
        if (brought.isEmpty()) {
            throw AdminRefusal.unauthorized("the token is missing: Authorization: Bearer TOKEN");
        }
        throw AdminRefusal.unauthorized("the token is wrong");
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

    /** Requests without the right token within the present second. */
    static final class Attempts {
        /** As many are answered 401. */
        static final int MOST = 20;

        private static final long SECOND = 1_000_000_000;

        private final Ticker ticker;
        private long since;
        private int wrong;

        Attempts(Ticker ticker) {
            this.ticker = ticker;
            this.since = ticker.nanos();
        }

        synchronized boolean tooMany() {
            if (ticker.nanos() - since >= SECOND) {
                since = ticker.nanos();
                wrong = 0;
            }
            return wrong >= MOST;
        }

        synchronized void failed() {
            wrong++;
        }
    }
}
