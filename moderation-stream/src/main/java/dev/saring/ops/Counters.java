package dev.saring.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.function.Supplier;

/** Makes meters of {@link Meter}'s descriptions. */
record Counters(MeterRegistry registry) {

    /** The counter with these tags, made when first asked for. */
    Counter make(Meter meter, Tags tags) {
        return Counter.builder(meter.meterName())
                .description(meter.meaning())
                .baseUnit(unit(meter))
                .tags(tags)
                .register(registry);
    }

    /** A counter that is read from elsewhere. */
    void function(Meter meter, Tags tags, Supplier<Number> value) {
        FunctionCounter.builder(meter.meterName(), value, each -> each.get().doubleValue())
                .description(meter.meaning())
                .baseUnit(unit(meter))
                .tags(tags)
                .register(registry);
    }

    void gauge(Meter meter, Tags tags, Supplier<Number> value) {
        Gauge.builder(meter.meterName(), value)
                .description(meter.meaning())
                .baseUnit(unit(meter))
                .tags(tags)
                .register(registry);
    }

    /** A gauge whose tags change. */
    MultiGauge gauges(Meter meter) {
        return MultiGauge.builder(meter.meterName())
                .description(meter.meaning())
                .baseUnit(unit(meter))
                .register(registry);
    }

    Timer.Builder timer(Meter meter) {
        return Timer.builder(meter.meterName()).description(meter.meaning());
    }

    /** What a constant is called in a tag. */
    static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The names of times end in it; other units would only make names longer. */
    private static String unit(Meter meter) {
        return meter.isTime() ? "seconds" : null;
    }
}
