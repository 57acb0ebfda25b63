package dev.saring.cli;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.deadletter.DeadLetter;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.UndecodableException;
import dev.saring.serde.json.RecordJson;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;

/** One dead letter in full, for a person. */
final class DeadLetterText {
    private static final int ROW = 16;
    private static final HexFormat PAIRS = HexFormat.ofDelimiter(" ");

    private final PrintWriter out;

    DeadLetterText(PrintWriter out) {
        this.out = out;
    }

    /** @param settings where the registry is, if it can be asked */
    void print(DeadLetter letter, Settings settings) {
        field("dead letter", letter.place());
        field("written", letter.time());
        field("source", letter.source());
        field("source time", letter.sourceTime());
        field("cause", letter.cause());
        field("stage", letter.stage());
        field("message", letter.message());
        field("version", letter.version());
        if (letter.leftOut() != null) {
            field("left out", letter.leftOut());
        }
        for (Header header : letter.headers()) {
            field("header " + header.key(), header.value() == null ? "null" : text(header.value()));
        }
        field("key", letter.key() == null ? "null" : text(letter.key()));
        if (letter.value() == null) {
            field("value", "null");
            return;
        }
        field("value", letter.value().length + " bytes");
        dump(letter.value());
        field("json", json(letter.value(), settings));
    }

    private void field(String name, Object value) {
        out.println(Printable.of(name, 200) + ": " + Printable.of(String.valueOf(value), Integer.MAX_VALUE));
    }

    private void dump(byte[] bytes) {
        for (int row = 0; row < bytes.length; row += ROW) {
            int end = Math.min(row + ROW, bytes.length);
            StringBuilder text = new StringBuilder();
            for (int i = row; i < end; i++) {
                text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
            }
            out.printf("%08x  %-47s  %s%n", row, PAIRS.formatHex(bytes, row, end), text);
        }
    }

    private static String json(byte[] value, Settings settings) {
        if (!settings.registry().containsKey(SettingCatalog.SCHEMA_REGISTRY_URL.name())) {
            return "cannot be told without schema.registry.url";
        }
        try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry(), null)) {
            return RecordJson.whole()
                    .write(new AvroDecoder<>(
                                    registry,
                                    UploadEvent.class,
                                    new DecodingLimits(settings.get(SettingCatalog.UPLOAD_MAX_BYTES)))
                            .decode(value));
        } catch (UndecodableException e) {
            return "none: " + e.getMessage();
        } catch (RegistryUnavailableException e) {
            return "cannot be told: " + e.getMessage();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
