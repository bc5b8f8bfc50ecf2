package dev.sluice.discovery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** One look into DNS, without a cache: what is asked for here is kept by the pool. Used by one thread. */
final class DnsLook {
    private final Duration timeout;
    private final LookupSession session;
    /** The shortest time to live of all records of the answers, those of aliases too; in seconds. */
    private final AtomicLong ttl = new AtomicLong(Long.MAX_VALUE);

    DnsLook(Optional<String> server, Duration timeout) {
        this.timeout = timeout;
        this.session = (server.isPresent() ? LookupSession.builder() : LookupSession.defaultBuilder())
                .clearCaches()
                .resolver(resolver(server))
                .executor(task -> Thread.ofVirtual().start(task))
                .build();
    }

    /** Two tries within the timeout for each server. */
    private Resolver resolver(Optional<String> server) {
        ExtendedResolver resolver = server.map(
                        text -> new Watched(List.of(new SimpleResolver(DnsServers.address(text)))))
                .orElseGet(Watched::new);
        resolver.setTimeout(timeout.dividedBy(2));
        resolver.setRetries(2);
        return resolver;
    }

    /** Sees the answers in full. */
    private final class Watched extends ExtendedResolver {
        Watched() {}

        Watched(List<Resolver> servers) {
            super(servers);
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query) {
            return super.sendAsync(query).thenApply(this::seen);
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            return super.sendAsync(query, executor).thenApply(this::seen);
        }

        private Message seen(Message answer) {
            answer.getSection(Section.ANSWER).forEach(one -> ttl.accumulateAndGet(one.getTTL(), Math::min));
            return answer;
        }
    }

    /** How long the records are valid that were found. Those of the hosts file say nothing of that. */
    Optional<Duration> validFor() {
        long seconds = ttl.get();
        return seconds == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    /**
     * The records of a name; of several types all that there are.
     *
     * @throws IOException if there are none, or one of the types could not be looked up
     */
    List<Record> records(String name, int... types) throws IOException {
        List<CompletableFuture<LookupResult>> looks = new ArrayList<>();
        for (int type : types) {
            looks.add(session.lookupAsync(named(name), type).toCompletableFuture());
        }
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            records.addAll(answer(looks.get(i), name + " " + Type.string(types[i])));
        }
        if (records.isEmpty()) {
            throw new IOException(name + " has no records of type " + typed(types));
        }
        return records;
    }

    private static String typed(int... types) {
        List<String> names = new ArrayList<>();
        for (int type : types) {
            names.add(Type.string(type));
        }
        return String.join(" or ", names);
    }

    private static Name named(String name) throws IOException {
        try {
            return Name.fromString(name);
        } catch (TextParseException noName) {
            throw new IOException(name + " is not a name of DNS", noName);
        }
    }

    private List<Record> answer(CompletableFuture<LookupResult> look, String what) throws IOException {
        try {
            return look.get(timeout.toNanos(), TimeUnit.NANOSECONDS).getRecords();
        } catch (TimeoutException late) {
            throw new IOException(what + ": no answer within " + timeout.toMillis() + " ms", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(what + ": interrupted", interrupted);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
                return List.of();
            }
            throw new IOException(what + ": " + cause, failed);
        }
    }
}
