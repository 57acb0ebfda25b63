package dev.saring.serde;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Confluent's strategies for the subject under which a value's schema is registered. */
enum SubjectNaming {
    TOPIC_NAME("TopicNameStrategy") {
        @Override
        String subject(String topic, String record) {
            return topic + "-value";
        }
    },
    RECORD_NAME("RecordNameStrategy") {
        @Override
        String subject(String topic, String record) {
            return record;
        }
    },
    TOPIC_RECORD_NAME("TopicRecordNameStrategy") {
        @Override
        String subject(String topic, String record) {
            return topic + '-' + record;
        }
    };

    static final String SETTING = "value.subject.name.strategy";

    private static final String PACKAGE = "io.confluent.kafka.serializers.subject.";

    private final String className;

    SubjectNaming(String className) {
        this.className = className;
    }

    /** Returns the subject for records of one full name on one topic. */
    abstract String subject(String topic, String record);

    /** Finds a strategy by Confluent's class name, with or without its package. */
    static SubjectNaming of(String name) {
        for (SubjectNaming each : values()) {
            if (name.equals(each.className) || name.equals(PACKAGE + each.className)) {
                return each;
            }
        }
        throw new RegistrySettingsException(SETTING + "=" + name + " is not supported. Use one of "
                + Arrays.stream(values()).map(each -> PACKAGE + each.className).collect(Collectors.joining(", ")));
    }
}
