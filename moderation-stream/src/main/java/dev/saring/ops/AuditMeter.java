package dev.saring.ops;

import java.util.List;

/** What {@code saring audit --metrics} leaves for Prometheus. No pipeline has these: they tell of the topics. All are gauges. */
public enum AuditMeter {
    RECORDS("saring_audit_records", "records", "Upload records that the last audit looked at."),
    FINDINGS("saring_audit_findings", "records", "What the last audit found. Anything but zero is a fault.", "kind"),
    FINISHED("saring_audit_finished_time_seconds", "seconds", "When the last audit ended, in Unix time.");

    private final String series;
    private final String unit;
    private final String meaning;
    private final List<String> tags;

    AuditMeter(String series, String unit, String meaning, String... tags) {
        this.series = series;
        this.unit = unit;
        this.meaning = meaning;
        this.tags = List.of(tags);
    }

    /** Its name in Prometheus. */
    public String series() {
        return series;
    }

    /** What its values count. */
    public String unit() {
        return unit;
    }

    /** In a sentence. */
    public String meaning() {
        return meaning;
    }

    /** The names of its labels. */
    public List<String> tags() {
        return tags;
    }
}
