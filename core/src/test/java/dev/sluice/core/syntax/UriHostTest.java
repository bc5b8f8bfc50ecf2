package dev.sluice.core.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UriHostTest {
    @Test
    void onlyAnIpv6AddressIsWrittenInBrackets() {
        assertEquals("a.test", UriHost.of("a.test"));
        assertEquals("192.0.2.1", UriHost.of("192.0.2.1"));
        assertEquals("[2001:db8::1]", UriHost.of("2001:db8::1"));
    }
}
