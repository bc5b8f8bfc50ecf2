package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;

import dev.sluice.RunningProxy;
import java.io.IOException;

/** A gateway as a process of its own: prints its port and runs until its input ends. */
final class SmallGateway {
    private SmallGateway() {}

    public static void main(String[] upstream) throws IOException {
        try (RunningProxy gateway = Wires.start(proxy().forward(upstream[0]))) {
            System.out.println(gateway.port());
            while (System.in.read() >= 0) {
                // runs until the test lets go
            }
        }
    }
}
