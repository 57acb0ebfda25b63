package dev.saring.local;

import java.io.OutputStream;
import java.util.Map;

/** A broker and a schema registry, and nothing else, for programs that bring the rest. */
final class Platform {
    private Platform() {}

    /**
     * Starts both, prints a line {@code KAFKA REGISTRY} with the value for bootstrap.servers and the registry's URL, and
     * runs until standard input ends.
     */
    public static void main(String[] args) throws Exception {
        Checkout checkout = Checkout.ofWorkingDirectory();
        try (EmbeddedKafka kafka = EmbeddedKafka.inProcess(Map.of());
                RegistryServer registry = RegistryServer.start(checkout.registry())) {
            System.out.println(kafka.bootstrapServers() + ' ' + registry.url());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
