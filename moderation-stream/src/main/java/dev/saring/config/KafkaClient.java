package dev.saring.config;

/** The kinds of Kafka client that settings can be meant for, by Kafka Streams' own prefixes. */
public enum KafkaClient {
    CONSUMER("consumer."),
    PRODUCER("producer."),
    ADMIN("admin.");

    private final String prefix;

    KafkaClient(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }
}
