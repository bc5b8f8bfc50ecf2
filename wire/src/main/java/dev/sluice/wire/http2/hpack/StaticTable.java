package dev.sluice.wire.http2.hpack;

import dev.sluice.core.PreparedName;
import dev.sluice.wire.HeadParser;

/** The table that every connection has (RFC 7541 appendix A). */
final class StaticTable {
    private static final String FIELDS = """
            :authority
            :method GET
            :method POST
            :path /
            :path /index.html
            :scheme http
            :scheme https
            :status 200
            :status 204
            :status 206
            :status 304
            :status 400
            :status 404
            :status 500
            accept-charset
            accept-encoding gzip, deflate
            accept-language
            accept-ranges
            accept
            access-control-allow-origin
            age
            allow
            authorization
            cache-control
            content-disposition
            content-encoding
            content-language
            content-length
            content-location
            content-range
            content-type
            cookie
            date
            etag
            expect
            expires
            from
            host
            if-match
            if-modified-since
            if-none-match
            if-range
            if-unmodified-since
            last-modified
            link
            location
            max-forwards
            proxy-authenticate
            proxy-authorization
            range
            referer
            refresh
            retry-after
            server
            set-cookie
            strict-transport-security
            transfer-encoding
            user-agent
            vary
            via
            www-authenticate
            """;

    /** How many fields it has; they are counted from 1. */
    static final int SIZE = 61;

    /** The first that is not a pseudo-field. */
    static final int FIRST_REGULAR = 15;

    /** The number of {@code host}. */
    static final int HOST = 38;

    private static final TableField[] TABLE = table();

    private StaticTable() {}

    private static TableField[] table() {
        String[] lines = FIELDS.split("\n", -1);
        TableField[] table = new TableField[SIZE];
        for (int i = 0; i < SIZE; i++) {
            int space = lines[i].indexOf(' ');
            String name = space < 0 ? lines[i] : lines[i].substring(0, space);
            if (i + 1 >= FIRST_REGULAR) {
                PreparedName.of(name); // so that the field finds its number
            }
            table[i] = TableField.of(name, space < 0 ? "" : lines[i].substring(space + 1));
        }
        return table;
    }

    /** The field with a number from 1 to {@link #SIZE}. */
    static TableField get(int number) {
        return TABLE[number - 1];
    }

    /** The name of the field with a number. */
    static String name(int number) {
        TableField field = get(number);
        return HeadParser.text(field.line(), 0, field.nameLength());
    }
}
