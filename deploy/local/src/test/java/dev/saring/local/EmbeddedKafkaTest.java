package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    private static final Duration WAIT = Duration.ofSeconds(30);

    @Test
    void transaction_onlyWhatIsCommittedIsRead() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.inProcess(Map.of())) {
            createTopic(kafka, "things", 1);
            try (KafkaProducer<String, String> producer = transactionalProducer(kafka)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("things", "a", "aborted")).get();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("things", "a", "committed")).get();
                producer.commitTransaction();
            }

            assertThat(readCommitted(kafka, "things")).containsExactly("committed");
        }
    }

    @Test
    void secondCluster_startsBesideTheFirst() throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.inProcess(Map.of());
                EmbeddedKafka second = EmbeddedKafka.inProcess(Map.of())) {
            createTopic(first, "only-on-the-first", 1);

            assertThat(topics(first)).contains("only-on-the-first");
            assertThat(topics(second)).isEmpty();
        }
    }

    @Test
    void close_leavesNoThreadAndNoFolder() throws Exception {
        // Kafka keeps a few threads for all brokers of a JVM; this starts them.
        EmbeddedKafka.inProcess(Map.of()).close();
        Set<Path> foldersBefore = folders();
        ThreadGroup threads = new ThreadGroup("broker");
        AtomicInteger threadsDuring = new AtomicInteger();
        Set<Path> foldersDuring = new HashSet<>();

        Thread user = new Thread(threads, () -> {
            EmbeddedKafka kafka = EmbeddedKafka.inProcess(Map.of());
            threadsDuring.set(threads.activeCount());
            foldersDuring.addAll(folders());
            kafka.close();
            kafka.close();
        });
        user.start();
        user.join();

        foldersDuring.removeAll(foldersBefore);
        assertThat(foldersDuring)
                .hasSize(1)
                .allSatisfy(folder -> assertThat(folder).doesNotExist());
        assertThat(threadsDuring).hasValueGreaterThan(10);
        await().atMost(WAIT).until(() -> threads.activeCount() == 0);
    }

    @Test
    void settings_goOverTheDefaults() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.inProcess(Map.of("message.max.bytes", "1000"))) {
            createTopic(kafka, "small", 1);
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers()),
                    new StringSerializer(),
                    new StringSerializer())) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>("small", "a", "x".repeat(2_000)))
                                .get())
                        .isInstanceOf(ExecutionException.class)
                        .hasMessageContaining("larger than the max message size");
            }
        }
    }

    @Test
    void wrongSetting_failsTheStartAndSaysWhich() throws Exception {
        Set<Path> before = folders();

        assertThatThrownBy(() -> EmbeddedKafka.inProcess(Map.of("num.io.threads", "none")))
                .hasMessageContaining("num.io.threads");
        assertThat(folders()).isSubsetOf(before);
    }

    @Test
    void takenPort_isNotChosen() throws IOException {
        int port = new FreePorts().next();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new FreePorts(taken.getLocalPort(), taken.getLocalPort()).next())
                    .hasMessageContaining("No free port");
        }

        assertThat(new FreePorts(port, port).next()).isEqualTo(port);
    }

    @Test
    void portThatIsTakenMeanwhile_makesTheBrokerTryOthers() throws Exception {
        try (ServerSocket taken = new ServerSocket(new FreePorts().next(), 1, InetAddress.getLoopbackAddress())) {
            try (EmbeddedKafka kafka =
                    InProcessKafka.start(Map.of(), ListenerSecurity.none(), portsAfter(taken.getLocalPort()))) {
                assertThat(topics(kafka)).isEmpty();
            }
            try (EmbeddedKafka kafka = KafkaProcesses.start(1, Map.of(), portsAfter(taken.getLocalPort()))) {
                assertThat(topics(kafka)).isEmpty();
            }
        }
    }

    /** First gives this port, as if it had been free, and then free ones. */
    private static FreePorts portsAfter(int taken) {
        return new FreePorts() {
            private boolean given;

            @Override
            public int next() {
                if (given) {
                    return super.next();
                }
                given = true;
                return taken;
            }
        };
    }

    @Test
    void brokerProcesses_surviveTheKillOfOneAndLeaveNothing() throws Exception {
        Path folder;
        List<ProcessHandle> processes = new ArrayList<>();
        try (KafkaProcesses kafka = EmbeddedKafka.inProcesses(
                3, Map.of("broker.session.timeout.ms", "2000", "broker.heartbeat.interval.ms", "500"))) {
            folder = kafka.folder();
            createTopic(kafka, "things", 3);
            try (KafkaProducer<String, String> producer = transactionalProducer(kafka)) {
                producer.initTransactions();
                commit(producer, "before");
                kafka.kill(0);
                commit(producer, "during");
                kafka.restart(0);
                commit(producer, "after");
            }
            for (int broker = 0; broker < 3; broker++) {
                processes.add(kafka.process(broker));
            }

            assertThat(readCommitted(kafka, "things")).containsExactly("before", "during", "after");
        }

        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(folder).doesNotExist();
    }

    @Test
    void wrongSettingOfAProcess_failsTheStartAndQuotesItsLog() {
        assertThatThrownBy(() -> EmbeddedKafka.inProcesses(1, Map.of("metric.reporters", "no.such.Reporter")))
                .hasMessageContaining("ended with status 1")
                .hasMessageContaining("no.such.Reporter");
    }

    @Test
    void brokerProcess_endsWithTheProcessThatStartedIt(@TempDir Path folder) {
        Path properties = BrokerFiles.create(folder, 1, new FreePorts(), Map.of(), ListenerSecurity.none())
                .properties()
                .get(0);
        List<String> command = new ArrayList<>(KafkaProcesses.command(properties));

        // An input that ends at once is what the broker sees when its parent is killed.
        command.addAll(0, List.of("sh", "-c", "exec \"$@\" < /dev/null", "sh"));
        ChildProcess broker = ChildProcess.start("broker", command, folder.resolve("log"), Duration.ZERO);

        assertThat(broker.await(WAIT)).isEqualTo(ParentWatch.ORPHANED);
    }

    private static void commit(KafkaProducer<String, String> producer, String value) throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("things", "a", value)).get();
        producer.commitTransaction();
    }

    private static void createTopic(EmbeddedKafka kafka, String name, int replicas) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.of((short) replicas))))
                    .all()
                    .get();
        }
    }

    private static Set<String> topics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.listTopics().names().get();
        }
    }

    private static KafkaProducer<String, String> transactionalProducer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static List<String> readCommitted(EmbeddedKafka kafka, String topic) {
        List<String> values = new ArrayList<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            await().atMost(WAIT).until(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
                return consumer.position(partition) >= end;
            });
        }
        return values;
    }

    /** The folders of brokers that were started from this JVM. */
    private static Set<Path> folders() {
        String prefix = "saring-kafka-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
