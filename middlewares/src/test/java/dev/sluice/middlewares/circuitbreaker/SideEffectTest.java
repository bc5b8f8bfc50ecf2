package dev.sluice.middlewares.circuitbreaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Upstream;
import dev.sluice.testkit.FakeUpstream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SideEffectTest {
    private static final BreakerEvent EVENT = new BreakerEvent(
            Optional.of(Upstream.of("http://a")), new BreakerState.Tripped(Instant.parse("2026-01-01T00:00:10Z")));

    @Test
    void runsOnAVirtualThreadOfItsOwn() throws InterruptedException {
        BlockingQueue<Thread> ranOn = new ArrayBlockingQueue<>(1);
        SideEffect effect = SideEffect.of("who", event -> ranOn.add(Thread.currentThread()));
        new SideEffects(SideEffects.ON_VIRTUAL_THREADS).run(List.of(effect), EVENT);
        Thread thread = ranOn.poll(10, TimeUnit.SECONDS);
        assertTrue(thread != null && thread.isVirtual());
    }

    @Test
    void doesNotLetAFailureStopTheNext() {
        List<String> ran = new ArrayList<>();
        SideEffect failing = SideEffect.of("failing", event -> {
            throw new IllegalStateException("no network");
        });
        new SideEffects(Runnable::run).run(List.of(failing, SideEffect.of("next", event -> ran.add("next"))), EVENT);
        assertEquals(List.of("next"), ran);
    }

    @Test
    void handsAWebhookToItsSender() {
        List<Webhook> sent = new ArrayList<>();
        Webhook webhook = Webhook.get("http://hook/");
        SideEffect effect = SideEffect.webhook(webhook, sent::add);
        effect.run(EVENT);
        assertEquals(List.of(webhook), sent);
        assertEquals("webhook http://hook/", effect.name());
    }

    @Test
    void encodesAForm() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("text", "a & b");
        form.put("room", "é");
        Webhook webhook = Webhook.postForm("https://hook/", form);
        assertEquals("text=a+%26+b&room=%C3%A9", webhook.body());
        assertEquals(
                "application/x-www-form-urlencoded",
                webhook.fields().first("Content-Type").orElseThrow());
    }

    @Test
    void refusesWhatIsNoCall() {
        assertThrows(IllegalArgumentException.class, () -> Webhook.get("ftp://hook/"));
        assertThrows(IllegalArgumentException.class, () -> Webhook.get("/hook"));
        Webhook webhook = Webhook.get("http://hook/");
        assertThrows(IllegalArgumentException.class, () -> new Webhook("", webhook.url(), webhook.fields(), ""));
    }

    @Test
    void sendsByTheClientOfTheJdk() throws Exception {
        try (FakeUpstream hook = FakeUpstream.scripted(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 " + (connection.body().equals("tripped") ? "204 No Content" : "500 Wrong")
                    + "\r\n" + "Connection: close\r\n\r\n");
        })) {
            Webhook webhook =
                    Webhook.post(hook.url() + "/hook", "text/plain", "{state}").withField("X-Key", "k");
            webhook.run(EVENT);
            String head = hook.heads().getFirst();
            assertTrue(head.startsWith("POST /hook HTTP/1.1\r\n"), head);
            assertTrue(head.contains("X-Key: k\r\n"), head);
            SideEffect refused = Webhook.post(hook.url(), "text/plain", "other");
            assertThrows(IllegalStateException.class, () -> refused.run(EVENT));
        }
    }

    @Test
    void tellsAWebhookWhichMemberItIsAbout() {
        Webhook webhook = Webhook.post("http://hook/", "application/json", "{\"text\":\"{upstream} is {state}\"}");
        assertEquals("{\"text\":\"http://a is tripped\"}", webhook.about(EVENT).body());
        assertEquals(
                "{\"text\":\" is standby\"}",
                webhook.about(new BreakerEvent(Optional.empty(), new BreakerState.Standby()))
                        .body());
    }
}
