package dev.saring.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.local.Checkout;
import dev.saring.local.RegistryServer;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.SchemaRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaGenerationsTest {
    @Test
    void recordOfALaterSchema_readsAsOurs() throws Exception {
        Checkout checkout = Checkout.ofWorkingDirectory();
        UploadEvent upload = new Workload(1, Workload.samples(checkout.samples().resolve("uploads.jsonl")))
                .item(0)
                .upload();
        try (RegistryServer server = RegistryServer.start(checkout.registry());
                SchemaRegistry registry = SchemaRegistry.connect(Map.of("schema.registry.url", server.url()), null)) {
            byte[] ours = new AvroEncoder<>(registry, UploadEvent.class, "uploads").encode(upload);
            SchemaGenerations schemas = new SchemaGenerations(server.url(), "uploads");
            AvroDecoder<UploadEvent> decoder =
                    new AvroDecoder<>(registry, UploadEvent.class, DecodingLimits.defaults());

            for (int generation = 0; generation < 3; generation++) {
                assertThat(decoder.decode(schemas.register().encode(ours))).isEqualTo(upload);
            }
        }
    }
}
