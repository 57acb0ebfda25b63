package dev.saring.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Ports of the loopback address on which nobody listens.
 *
 * <p>Members of a controller quorum must know each other's ports before they start, so a port is chosen first and bound
 * later. The operating system's own choice (port 0) comes from the range that it also takes for outgoing connections,
 * any of which may take the port meanwhile, most of all while a killed broker is down. These ports lie below that range.
 */
public class FreePorts {
    private static final int ATTEMPTS = 1_000;

    private final int lowest;
    private final int highest;
    private final Random random = new Random();
    private final Set<Integer> given = new HashSet<>();

    public FreePorts() {
        this(12_000, 32_000);
    }

    /** Ports from {@code lowest} to {@code highest}, both included. */
    public FreePorts(int lowest, int highest) {
        this.lowest = lowest;
        this.highest = highest;
    }

    /**
     * A port that was free a moment ago and that this object has not given before.
     *
     * @throws IllegalStateException if none was found
     */
    public int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = lowest + random.nextInt(highest - lowest + 1);
            if (given.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + lowest + " and " + highest);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
