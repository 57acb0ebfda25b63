package dev.saring;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between packages. */
@AnalyzeClasses(packages = "dev.saring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String REGISTRY = "org.apache.flink..";
    private static final String RECORDS = "dev.saring.moderation..";

    @ArchTest
    static final ArchRule classifyKnowsTheJdkAndTheRecordsOnly = classes()
            .that()
            .resideInAPackage("dev.saring.classify..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.saring.classify..", RECORDS, "java..", "org.apache.avro..");

    @ArchTest
    static final ArchRule classifyDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAPackage("dev.saring.classify..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..", "java.util.logging..");

    @ArchTest
    static final ArchRule classifyHasNoClock = noClasses()
            .that()
            .resideInAPackage("dev.saring.classify..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.InstantSource.class);

    @ArchTest
    static final ArchRule decisionsDoNotDependOnTheReleaseOfJava = noClasses()
            .that()
            .resideInAPackage("dev.saring.classify..")
            .should()
            .callMethodWhere(target(nameMatching("is(Letter|LetterOrDigit|Alphabetic|Digit|UpperCase|LowerCase|Defined)"
                            + "|getType|getNumericValue|getName"))
                    .and(target(owner(assignableTo(Character.class)))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Character.UnicodeScript.class)
            .orShould()
            .callMethod(java.util.Locale.class, "getISOCountries");

    @ArchTest
    static final ArchRule theThreePartsOfClassifyKnowNeitherEachOtherNorTheWhole = slices().matching(
                    "dev.saring.classify.(*)..")
            .namingSlices("classify.$1")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule partsDoNotKnowTheWhole = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.saring.classify.text..", "dev.saring.classify.hash..", "dev.saring.classify.policy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.saring.classify");

    @ArchTest
    static final ArchRule onlyTopologyKnowsKafkaStreams = noClasses()
            .that()
            .resideOutsideOfPackage("dev.saring.topology..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule onlySerdeKnowsTheRegistryClient = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.saring.serde.ConfluentClient")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(REGISTRY);

    @ArchTest
    static final ArchRule onlyOpsKnowsMicrometer = noClasses()
            .that()
            .resideOutsideOfPackage("dev.saring.ops..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule onlyCliKnowsTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("dev.saring.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule nobodyKnowsCli = classes()
            .that()
            .resideInAPackage("dev.saring.cli..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("dev.saring.cli..");

    @ArchTest
    static final ArchRule topologyIsKnownByWholeTasksOnly = classes()
            .that()
            .resideInAPackage("dev.saring.topology..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage(
                    "dev.saring.topology..",
                    "dev.saring.audit..",
                    "dev.saring.capture..",
                    "dev.saring.deadletter..",
                    "dev.saring.bench..",
                    "dev.saring.cli..");

    @ArchTest
    static final ArchRule rulesKnowClassifyAndSerdeOnly = noClasses()
            .that()
            .resideInAPackage("dev.saring.rules..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.saring..")
                    .and(resideOutsideOfPackages(
                            "dev.saring.rules..",
                            "dev.saring.classify..",
                            "dev.saring.serde..",
                            "dev.saring.words..",
                            RECORDS)));

    @ArchTest
    static final ArchRule serdeKnowsTheRecordsOnly = noClasses()
            .that()
            .resideInAPackage("dev.saring.serde..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.saring..")
                    .and(resideOutsideOfPackages("dev.saring.serde..", "dev.saring.words..", RECORDS)));

    @ArchTest
    static final ArchRule opsKnowsTheRecordsOnly = noClasses()
            .that()
            .resideInAPackage("dev.saring.ops..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("dev.saring..").and(resideOutsideOfPackages("dev.saring.ops..", RECORDS)));

    @ArchTest
    static final ArchRule configKnowsTheRecordsOnly = noClasses()
            .that()
            .resideInAPackage("dev.saring.config..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.saring..")
                    .and(resideOutsideOfPackages("dev.saring.config..", "dev.saring.words..", RECORDS)));

    @ArchTest
    static final ArchRule nothingIsWrittenToStandardOutputButByCommands = noClasses()
            .that()
            .resideOutsideOfPackage("dev.saring.cli..")
            .should()
            .accessField(System.class, "out");

    @ArchTest
    static final ArchRule packagesDoNotTurnInCircles =
            slices().matching("dev.saring.(*)..").should().beFreeOfCycles();
}
