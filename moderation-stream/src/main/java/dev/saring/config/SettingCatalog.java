package dev.saring.config;

import dev.saring.moderation.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** All settings of Saring's own, and the two of others that it cannot do without. */
public final class SettingCatalog {
    private static final Pattern ANYTHING = Pattern.compile(".+");
    private static final Pattern TOPIC_PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,200}");
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{0,200}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]+");

    public static final Setting<String> KAFKA_BOOTSTRAP_SERVERS = Setting.text(
            "kafka.bootstrap.servers",
            null,
            ANYTHING,
            "host:port, separated by commas",
            "Where the Kafka cluster is found.");

    public static final Setting<String> SCHEMA_REGISTRY_URL = Setting.text(
            "schema.registry.url",
            null,
            ANYTHING,
            "URLs, separated by commas",
            "Where the schema registry is found (Confluent's protocol). mock://NAME is one inside the process, for tests.");

    public static final Setting<Set<Role>> ROLES = Setting.some(
            "saring.roles",
            "classify",
            Role.class,
            Setting.known(Role.values()),
            false,
            "What this instance does; the option --roles overrides it.");

    public static final Setting<String> INSTANCE_ID = Setting.text(
            "saring.instance.id",
            "",
            INSTANCE,
            "at most 200 of A-Z a-z 0-9 . _ -; nothing = none",
            "A name that only this instance has and keeps over restarts, such as a pod's in a StatefulSet. With one, its"
                    + " partitions wait for it while it restarts, for as long as the consumers' session.timeout.ms (then 30 s by"
                    + " default), and no others move. Without one, they go to other instances as soon as it stops.");

    public static final Setting<String> TOPICS_PREFIX = Setting.text(
            "saring.topics.prefix",
            "moderation.",
            TOPIC_PREFIX,
            "at most 200 of A-Z a-z 0-9 . _ -",
            "Begins the name of every topic, consumer group and transactional id, so that environments can share a cluster.");

    public static final Setting<String> TOPICS_INPUT_PREFIX = Setting.text(
            "saring.topics.input-prefix",
            "",
            TOPIC_PREFIX,
            "at most 200 of A-Z a-z 0-9 . _ -; nothing = saring.topics.prefix",
            "Begins the names of the topics that are read: uploads, rules, hashes, rule-changes. For a second pipeline beside"
                    + " another one, which decides on the same uploads by the same rules and writes elsewhere.");

    public static final Setting<Boolean> RULES_ALLOW_EMPTY = Setting.flag(
            "saring.rules.allow-empty",
            false,
            "Whether to start without a single rule. Without rules nearly everything is approved.");

    public static final Setting<Boolean> RULES_FOUR_EYES = Setting.flag(
            "saring.rules.four-eyes",
            false,
            "Whether a BLOCK rule that `saring rules publish` adds or changes stays in SHADOW until a second person runs"
                    + " `saring rules confirm`. Legal orders and exact hashes of child-safety policies do not wait.");

    public static final Setting<String> POLICIES_FILE = Setting.text(
            "saring.policies.file",
            "",
            Pattern.compile(".*"),
            "path of a YAML file; nothing = the policies that ship with Saring",
            "The policies: texts, deadlines, duties. A change takes a restart and changes the rule set's version.");

    public static final Setting<Integer> UPLOAD_MAX_BYTES = Setting.number(
            "saring.upload.max-bytes",
            10_000_000,
            1_000,
            100_000_000,
            "bytes",
            "Largest upload record that is decoded; a larger one is a dead letter. By then it is in memory, decompressed, so"
                    + " this is no protection against records that decompress into more than the heap (SECURITY.md). Of uploads"
                    + " above saring.decision.max-bytes, decisions and evidence hold only a part.");

    public static final Setting<Set<Outcome>> EMBED_UPLOAD = Setting.some(
            "saring.decision.embed-upload",
            "review,blocked",
            Outcome.class,
            Setting.known(Outcome.values()),
            true,
            "The outcomes whose decisions carry the whole upload. For restricted policies it is left out in any case.");

    public static final Setting<Integer> DECISION_MAX_BYTES = Setting.number(
            "saring.decision.max-bytes",
            3_000_000,
            10_000,
            20_000_000,
            "bytes",
            "Largest decision record, key and headers included. Above it attributes, texts, and at last hashes of the embedded"
                    + " upload are left out, of evidence too (saring_evidence_cut_total). The topics approved, review, blocked and preserved must take a little more (max.message.bytes).");

    public static final Setting<Integer> LIMIT_TEXTS = Setting.number(
            "saring.limits.texts", 100, 1, 100_000, "texts", "Texts of one upload that are looked at; more is a gap.");

    public static final Setting<Integer> LIMIT_TEXT_LENGTH = Setting.number(
            "saring.limits.text-length",
            100_000,
            1,
            10_000_000,
            "UTF-16 units",
            "Length of one text that is looked at; more is a gap.");

    public static final Setting<Integer> LIMIT_MEDIA = Setting.number(
            "saring.limits.media", 100, 1, 100_000, "media", "Media of one upload that are looked at; more is a gap.");

    public static final Setting<Integer> LIMIT_HASHES = Setting.number(
            "saring.limits.hashes", 16, 1, 1_000, "hashes", "Hashes of one medium that are looked at; more is a gap.");

    public static final Setting<Integer> LIMIT_FRAMES = Setting.number(
            "saring.limits.frames",
            20_000,
            1,
            1_000_000,
            "frames",
            "Frames of one medium that are looked at; more is a gap.");

    public static final Setting<Integer> LIMIT_COMPARISONS = Setting.number(
            "saring.limits.comparisons",
            1_000_000_000,
            1_000_000,
            2_000_000_000,
            "comparisons",
            "Comparisons of perceptual hashes that the media of one upload may cause, some nanoseconds each; more is a gap."
                    + " Only uploads like large parts of the bank, such as thousands of black frames, come near it.");

    public static final Setting<Integer> LIMIT_MATCHES = Setting.number(
            "saring.limits.matches", 100, 1, 10_000, "matches", "Matches that one decision lists, strongest first.");

    /** How much of one upload is looked at: all that the classifier's limits are made of, since decisions hang on it. */
    public static final List<Setting<Integer>> LIMITS = List.of(
            LIMIT_TEXTS, LIMIT_TEXT_LENGTH, LIMIT_MEDIA, LIMIT_HASHES, LIMIT_FRAMES, LIMIT_COMPARISONS, LIMIT_MATCHES);

    public static final Setting<Integer> DEAD_LETTER_LIMIT_PERCENT = Setting.number(
            "saring.dead-letter.limit-percent",
            50,
            1,
            100,
            "percent",
            "Above this share of dead letters among a partition's last records the instance stops this partition until"
                    + " it is started again, rather than emptying it into the dead letter. 100 = never.");

    public static final Setting<Integer> DEAD_LETTER_WINDOW = Setting.number(
            "saring.dead-letter.window",
            1_000,
            10,
            1_000_000,
            "records",
            "The last records of a partition over which the share is taken; it is judged once a tenth of them has been seen.");

    public static final Setting<Integer> THREADS = Setting.number(
            "saring.threads", 0, 0, 1_000, "threads", "Threads that classify; 0 = one for each processor.");

    public static final Setting<Duration> COMMIT_INTERVAL = Setting.millis(
            "saring.commit-interval-ms",
            100,
            1,
            5_000,
            "Time between commits. Decisions become visible at a commit, so most of an upload's waiting time is this.");

    public static final Setting<Duration> REGISTRY_WAIT = Setting.millis(
            "saring.registry.wait-ms",
            5_000,
            0,
            8_000,
            "How long a thread waits within a record for a registry that is away, before it gives the record back and starts"
                    + " anew. Must stay below Kafka Streams' transaction time-out of 10,000 ms.");

    public static final Setting<Duration> SHUTDOWN_GRACE = Setting.millis(
            "saring.shutdown.grace-ms",
            25_000,
            100,
            600_000,
            "Time to commit and leave after SIGTERM. Keep it below the platform's own patience (Kubernetes: 30 s).");

    public static final Setting<Path> DATA_DIRECTORY = Setting.path(
            "saring.data.directory",
            "saring-data",
            "path of a folder, made where it is missing",
            "Where schemas from the registry are kept, so that a restart while it is away works, and which records threads"
                    + " died of. One folder for each instance.");

    public static final Setting<String> ADMIN_HOST = Setting.text(
            "saring.admin.host",
            "127.0.0.1",
            HOST,
            "host name or address",
            "Where metrics and health are served. Reached from this machine only, unless set otherwise.");

    public static final Setting<Integer> ADMIN_PORT = Setting.number(
            "saring.admin.port", 8090, 0, 65_535, "", "The port of metrics and health; 0 = any free one.");

    public static final Setting<String> ADMIN_TOKEN = Setting.text(
            "saring.admin.token",
            "",
            Pattern.compile("(?:[!-~]{16,1000})?"),
            "16 to 1000 printable characters of ASCII; nothing = none",
            "What a client must send (Authorization: Bearer …) for anything beyond health. Without one, only health is"
                    + " served beyond this machine. Best a reference, such as ${file:/run/secrets/saring.properties:token}.");

    public static final Setting<LogFormat> LOGS_FORMAT = Setting.one(
            "saring.logs.format",
            "text",
            LogFormat.class,
            "How `saring run` writes its log: text for people, json for collectors, one object a line.");

    private static final List<Setting<?>> ALL = List.of(
            KAFKA_BOOTSTRAP_SERVERS,
            SCHEMA_REGISTRY_URL,
            ROLES,
            INSTANCE_ID,
            TOPICS_PREFIX,
            TOPICS_INPUT_PREFIX,
            RULES_ALLOW_EMPTY,
            RULES_FOUR_EYES,
            POLICIES_FILE,
            UPLOAD_MAX_BYTES,
            EMBED_UPLOAD,
            DECISION_MAX_BYTES,
            LIMIT_TEXTS,
            LIMIT_TEXT_LENGTH,
            LIMIT_MEDIA,
            LIMIT_HASHES,
            LIMIT_FRAMES,
            LIMIT_COMPARISONS,
            LIMIT_MATCHES,
            DEAD_LETTER_LIMIT_PERCENT,
            DEAD_LETTER_WINDOW,
            THREADS,
            COMMIT_INTERVAL,
            REGISTRY_WAIT,
            SHUTDOWN_GRACE,
            DATA_DIRECTORY,
            ADMIN_HOST,
            ADMIN_PORT,
            ADMIN_TOKEN,
            LOGS_FORMAT);

    private SettingCatalog() {}

    /** Every setting, in the order in which they are documented. */
    public static List<Setting<?>> all() {
        return ALL;
    }
}
