package dev.saring.serde;

import dev.saring.serde.RegistryUnavailableException.Reason;
import dev.saring.serde.UndecodableException.Cause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The schema registry as Saring uses it: the schema of an id, the id of a schema. Safe for use by several threads.
 *
 * <p>Schemas of ids never change, so an answer is kept for good: in memory, and on disk for a start while the registry
 * is away. Disk is asked only where the registry cannot or does not answer, because a registry that was set up anew
 * under the same address gives old ids to other schemas. For {@value #SILENT_SECONDS} seconds after it did not answer, disk
 * is asked first: a registry that lets each question time out would else hold a thread for longer than its transaction
 * lasts, one schema after the other.
 *
 * <p><b>Ids that the registry lacks.</b> They are the record's fault only if the registry is the right one and up to
 * date, which it shows by having our own schemas under our ids: those that encoders of this instance write with, or
 * else one that was decoded with before. It is asked past all caches, after an id turned out to be missing, though not
 * more than once a second. A missing id is remembered for {@value #REFUSED_SECONDS} seconds, 10,000 of them at most, and
 * so is one whose schema is not of Avro. A flood of records with one bad id so costs nothing; one of records with all
 * different bad ids costs one request each, made by the thread that waits for its answer. A registry that lags behind is
 * asked again after that time.
 */
public final class SchemaRegistry implements SchemaLookup, AutoCloseable {
    private static final int REFUSED_SECONDS = 30;
    private static final int SILENT_SECONDS = 10;
    private static final long SILENT_NANOS = Duration.ofSeconds(SILENT_SECONDS).toNanos();
    private static final long RECOGNISED_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_SCHEMAS = 10_000;
    /** Ours, so that a thread of Kafka Streams is never held longer than its transactions last. */
    private static final Map<String, String> CLIENT_DEFAULTS =
            Map.of("http.connect.timeout.ms", "2000", "http.read.timeout.ms", "3000");

    private final Map<String, ?> settings;
    private final RegistryAddress address;
    private final SubjectNaming naming;
    private final boolean autoRegister;
    private final boolean useLatest;
    private final ConfluentClient client;
    private final SchemaFiles files;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();
    /** What encoders write with. */
    private final ConcurrentMap<Integer, Schema> ownSchemas = new ConcurrentHashMap<>();

    private final ConcurrentMap<OwnSchema, Integer> ownIds = new ConcurrentHashMap<>();
    private final RecentIds unknownIds;
    private final RecentIds notAvro;
    private volatile boolean recognised;
    private volatile long recognisedAt;
    private volatile boolean silent;
    private volatile long silentSince;
    private volatile Runnable listener = () -> {};

    private record OwnSchema(String subject, Schema schema) {}

    private SchemaRegistry(Map<String, ?> settings, Path cacheDirectory, LongSupplier nanoTime) {
        this.settings = settings;
        this.address = RegistryAddress.of(settings);
        this.naming = Optional.ofNullable(settings.get(SubjectNaming.SETTING))
                .map(name -> SubjectNaming.of(name.toString()))
                .orElse(SubjectNaming.TOPIC_NAME);
        this.autoRegister = flag(settings, "auto.register.schemas", true);
        this.useLatest = flag(settings, "use.latest.version", false);
        this.files = cacheDirectory == null || address.isMock()
                ? SchemaFiles.none()
                : SchemaFiles.in(cacheDirectory, address);
        this.nanoTime = nanoTime;
        long lifetime = Duration.ofSeconds(REFUSED_SECONDS).toNanos();
        this.unknownIds = new RecentIds(lifetime, nanoTime);
        this.notAvro = new RecentIds(lifetime, nanoTime);
        this.client = ConfluentClient.of(address, settings);
    }

    /**
     * Makes a connection. The registry is not asked yet.
     *
     * @param settings Confluent's own: {@code schema.registry.url} (several, separated by commas; {@code mock://name}
     *     for one in memory), {@code basic.auth.*}, {@code bearer.auth.*}, {@code schema.registry.ssl.*}, {@code
     *     http.connect.timeout.ms} (here 2000 by default) and {@code http.read.timeout.ms} (3000), {@code
     *     auto.register.schemas} (true), {@code use.latest.version} (false; true takes the newest version that is encoded
     *     like ours without looking for ours first), {@code value.subject.name.strategy} (TopicNameStrategy)
     * @param cacheDirectory where to keep answers for a start while the registry is away; null to keep none. Not used
     *     for {@code mock://}
     * @throws RegistrySettingsException where a setting is missing or wrong
     * @throws IllegalArgumentException where the folder for answers cannot be made
     */
    public static SchemaRegistry connect(Map<String, ?> settings, Path cacheDirectory) {
        return connect(settings, cacheDirectory, System::nanoTime);
    }

    static SchemaRegistry connect(Map<String, ?> settings, Path cacheDirectory, LongSupplier nanoTime) {
        Map<String, Object> all = new HashMap<>(CLIENT_DEFAULTS);
        settings.forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        return new SchemaRegistry(all, cacheDirectory, nanoTime);
    }

    /**
     * Asks the registry for something small.
     *
     * @throws RegistryUnavailableException where it does not answer
     */
    public void check() throws RegistryUnavailableException {
        client.ping();
        silent = false;
    }

    /**
     * Has someone told each time that the registry was asked for a schema or an id and answered, be it that there is none.
     * What comes from memory or disk tells nothing.
     *
     * @param listener is called by the thread that asked
     */
    public void onAnswer(Runnable listener) {
        this.listener = listener;
    }

    @Override
    public Schema schema(int id) throws UndecodableException, RegistryUnavailableException {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        if (id < 0 || unknownIds.contains(id)) {
            throw unknown(id);
        }
        if (notAvro.contains(id)) {
            throw ConfluentClient.notAvro(id);
        }
        long began = nanoTime.getAsLong();
        try {
            Schema schema = parse(id, text(id));
            remember(id, schema);
            return schema;
        } catch (RegistryUnavailableException e) {
            throw e.after(since(began));
        } catch (UndecodableException e) {
            (e.cause() == Cause.UNKNOWN_SCHEMA ? unknownIds : notAvro).add(id);
            throw e;
        }
    }

    /** Returns the id of a schema to write records on a topic with. */
    int id(String topic, Schema schema) throws RegistryUnavailableException {
        String subject = subject(topic, schema);
        Integer known = ownIds.get(new OwnSchema(subject, schema));
        if (known != null) {
            return known;
        }
        String text = SchemaText.of(schema);
        OptionalInt kept = isSilent() ? files.id(subject, text) : OptionalInt.empty();
        int id = kept.isPresent() ? kept.getAsInt() : find(subject, text, schema);
        ownSchemas.put(id, schema);
        return id;
    }

    private int find(String subject, String text, Schema schema) throws RegistryUnavailableException {
        long began = nanoTime.getAsLong();
        try {
            requireTheSameRegistry(subject, text, schema);
            int id = ask(subject, text);
            answered();
            files.keepId(subject, text, id);
            ownIds.put(new OwnSchema(subject, schema), id);
            return id;
        } catch (RegistryUnavailableException e) {
            RegistryUnavailableException failure = e.after(since(began));
            failed(e);
            boolean away = e.reason() == Reason.UNREACHABLE || e.reason() == Reason.ACCESS_DENIED;
            return away ? files.id(subject, text).orElseThrow(() -> failure) : rethrow(failure);
        }
    }

    private boolean isSilent() {
        return silent && nanoTime.getAsLong() - silentSince < SILENT_NANOS;
    }

    private void failed(RegistryUnavailableException e) {
        if (e.reason() == Reason.UNREACHABLE) {
            silentSince = nanoTime.getAsLong();
            silent = true;
        }
    }

    private void answered() {
        silent = false;
        listener.run();
    }

    /**
     * Refuses a registry that no longer has our schema under the id that it gave us once. Registering there would give us
     * the id of another schema, make the registry look like the right one, and decisions unreadable once it is restored.
     */
    private void requireTheSameRegistry(String subject, String text, Schema schema)
            throws RegistryUnavailableException {
        OptionalInt kept = files.id(subject, text);
        if (kept.isEmpty()) {
            return;
        }
        Optional<Schema> there;
        try {
            there = client.schema(kept.getAsInt()).flatMap(SchemaText::tryParse);
        } catch (UndecodableException e) {
            there = Optional.empty();
        }
        if (there.filter(each -> isEncodedAlike(each, schema)).isEmpty()) {
            throw new RegistryUnavailableException(
                    Reason.WRONG_OR_LAGGING,
                    "The schema registry " + address + " gave our schema for the subject " + subject + " the id "
                            + kept.getAsInt()
                            + " once, and does not have it there any more: it is another registry, or was"
                            + " set up anew. Restore it, or, where all topics are new as well, delete the kept schemas"
                            + " in the data directory",
                    null);
        }
    }

    /** Where it is, without credentials. */
    RegistryAddress address() {
        return address;
    }

    /** The subject of a schema for a topic. */
    String subject(String topic, Schema schema) {
        return naming.subject(topic, schema.getFullName());
    }

    /** The newest schema of a topic's subject, asked anew; empty where there is none, or none of Avro. */
    Optional<String> latest(String topic, Schema schema) throws RegistryUnavailableException {
        String subject = subject(topic, schema);
        List<Integer> versions = client.versions(subject);
        return versions.isEmpty()
                ? Optional.empty()
                : client.version(subject, Collections.max(versions)).map(ConfluentClient.Registered::schema);
    }

    /**
     * Why the registry would refuse a schema for a topic; empty where it would not, or has it.
     *
     * @throws RegistryUnavailableException {@link Reason#NOT_REGISTERED} where we may not register it, and it is not
     *     there
     */
    List<String> refusals(String topic, Schema schema) throws RegistryUnavailableException {
        String subject = subject(topic, schema);
        if (autoRegister) {
            return client.refusals(subject, SchemaText.of(schema));
        }
        ask(subject, SchemaText.of(schema));
        return List.of();
    }

    @Override
    public void close() {
        client.close();
    }

    private static int rethrow(RegistryUnavailableException e) throws RegistryUnavailableException {
        throw e;
    }

    private int ask(String subject, String schema) throws RegistryUnavailableException {
        if (autoRegister) {
            return client.register(subject, schema);
        }
        OptionalInt exact = useLatest ? OptionalInt.empty() : client.id(subject, schema);
        OptionalInt found = exact.isPresent() ? exact : newestAlike(subject, SchemaText.parse(schema));
        return found.orElseThrow(() -> new RegistryUnavailableException(
                Reason.NOT_REGISTERED,
                "The schema registry " + address + " lacks our schema under the subject " + subject
                        + ", and auto.register.schemas is false. Register it there, or allow us to",
                null));
    }

    /** Some registries tell schemas apart by their white space, all by their documentation. Records do not differ. */
    private OptionalInt newestAlike(String subject, Schema schema) throws RegistryUnavailableException {
        List<Integer> versions = new ArrayList<>(client.versions(subject));
        Collections.reverse(versions);
        for (int version : versions) {
            Optional<ConfluentClient.Registered> registered = client.version(subject, version);
            if (registered
                    .flatMap(each -> SchemaText.tryParse(each.schema()))
                    .filter(each -> isEncodedAlike(each, schema))
                    .isPresent()) {
                return OptionalInt.of(registered.get().id());
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isEncodedAlike(Schema a, Schema b) {
        return SchemaNormalization.toParsingForm(a).equals(SchemaNormalization.toParsingForm(b));
    }

    private String text(int id) throws UndecodableException, RegistryUnavailableException {
        if (isSilent()) {
            Optional<String> kept = files.schema(id);
            if (kept.isPresent()) {
                return kept.get();
            }
        }
        try {
            Optional<String> answer = client.schema(id);
            if (answer.isPresent()) {
                answered();
                files.keepSchema(id, answer.get());
                return answer.get();
            }
            Optional<String> kept = files.schema(id);
            if (kept.isPresent()) {
                return kept.get();
            }
            recognise(id);
        } catch (UndecodableException e) {
            answered();
            throw e;
        } catch (RegistryUnavailableException e) {
            recognised = false;
            failed(e);
            return files.schema(id).orElseThrow(() -> e);
        }
        answered();
        throw unknown(id);
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }

    private void recognise(int missing) throws RegistryUnavailableException {
        if (recognised && nanoTime.getAsLong() - recognisedAt < RECOGNISED_NANOS) {
            return;
        }
        Map<Integer, Schema> familiar = ownSchemas.isEmpty() ? oneDecoded() : ownSchemas;
        if (familiar.isEmpty()) {
            throw wrong(missing, "no schema that was used before and would tell it apart");
        }
        try (ConfluentClient fresh = ConfluentClient.of(address, settings)) {
            for (Map.Entry<Integer, Schema> each : familiar.entrySet()) {
                if (!has(fresh, each.getKey(), each.getValue())) {
                    throw wrong(
                            missing,
                            "under the id " + each.getKey() + " not what we know as "
                                    + each.getValue().getFullName());
                }
            }
        }
        recognisedAt = nanoTime.getAsLong();
        recognised = true;
    }

    private static boolean has(ConfluentClient client, int id, Schema schema) throws RegistryUnavailableException {
        try {
            Optional<String> there = client.schema(id);
            return there.isPresent() && isEncodedAlike(parse(id, there.get()), schema);
        } catch (UndecodableException e) {
            return false;
        }
    }

    private Map<Integer, Schema> oneDecoded() {
        return schemas.entrySet().stream()
                .findFirst()
                .map(each -> Map.of(each.getKey(), each.getValue()))
                .orElse(Map.of());
    }

    private RegistryUnavailableException wrong(int missing, String also) {
        return new RegistryUnavailableException(
                Reason.WRONG_OR_LAGGING,
                "The schema registry " + address + " lacks schema " + missing + " and has " + also
                        + ": it is another registry, or lags behind",
                null);
    }

    private UndecodableException unknown(int id) {
        return new UndecodableException(
                Cause.UNKNOWN_SCHEMA, "The schema registry " + address + " has no schema of the id " + id);
    }

    private static Schema parse(int id, String text) throws UndecodableException {
        return SchemaText.tryParse(text).orElseThrow(() -> ConfluentClient.notAvro(id));
    }

    private void remember(int id, Schema schema) {
        if (schemas.size() >= MAX_SCHEMAS) {
            schemas.clear();
        }
        schemas.put(id, schema);
    }

    private static boolean flag(Map<String, ?> settings, String name, boolean byDefault) {
        Object value = settings.get(name);
        if (value == null) {
            return byDefault;
        }
        return switch (value.toString().strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new RegistrySettingsException(name + " must be true or false, not " + value);
        };
    }
}
