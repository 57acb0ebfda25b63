package dev.saring.cli;

import dev.saring.topology.Grant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;

/** A way to write down what a principal may do. */
interface AclFormat {
    /** What stands above all. */
    String heading();

    /** One principal's rights. */
    String user(String name, List<Grant> grants);

    /** The operations on each resource, in the order of the grants. */
    static Map<ResourcePattern, List<AclOperation>> byResource(List<Grant> grants) {
        Map<ResourcePattern, List<AclOperation>> operations = new LinkedHashMap<>();
        grants.forEach(grant -> operations
                .computeIfAbsent(grant.resource(), resource -> new ArrayList<>())
                .add(grant.operation()));
        return operations;
    }

    /** The name of an operation as both formats have it, such as DescribeConfigs. */
    static String word(AclOperation operation) {
        StringBuilder word = new StringBuilder();
        for (String part : operation.name().split("_")) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }

    /** Commands of Kafka's own tool. */
    record Commands(String bootstrapServers) implements AclFormat {
        private static final String TOOL = "kafka-acls.sh";

        @Override
        public String heading() {
            return "# To be run by a principal that may alter ACLs; admin.properties holds its client settings.\n";
        }

        @Override
        public String user(String name, List<Grant> grants) {
            StringBuilder text = new StringBuilder();
            byResource(grants).forEach((resource, operations) -> {
                text.append(TOOL).append(" --bootstrap-server ").append(quoted(bootstrapServers));
                text.append(" --command-config admin.properties --add --allow-principal ");
                text.append(quoted("User:" + name));
                operations.forEach(operation -> text.append(" --operation ").append(word(operation)));
                if (resource.patternType() == PatternType.PREFIXED) {
                    text.append(" --resource-pattern-type prefixed");
                }
                text.append(option(resource)).append(quoted(resource.name())).append('\n');
            });
            return text.toString();
        }

        private static String option(ResourcePattern resource) {
            return switch (resource.resourceType()) {
                case TOPIC -> " --topic ";
                case GROUP -> " --group ";
                case TRANSACTIONAL_ID -> " --transactional-id ";
                default -> throw new IllegalArgumentException("no role needs rights on " + resource);
            };
        }

        private static String quoted(String word) {
            return word.matches("[A-Za-z0-9@%+=:,./_-]+") ? word : '\'' + word.replace("'", "'\\''") + '\'';
        }
    }

    /** Resources of Strimzi's user operator. */
    record Strimzi(String cluster) implements AclFormat {
        private static final Pattern KUBERNETES_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

        @Override
        public String heading() {
            return "# For Strimzi 0.49 and later; earlier ones take the same as kafka.strimzi.io/v1beta2.\n";
        }

        @Override
        public String user(String name, List<Grant> grants) {
            if (!KUBERNETES_NAME.matcher(name).matches()) {
                throw new CommandFailure(
                        "\"" + name + "\" cannot be the name of a KafkaUser: Kubernetes takes lower-case"
                                + " letters, digits, - and . only; mend --principal or --principal-prefix");
            }
            StringBuilder text = new StringBuilder("""
                    ---
                    apiVersion: kafka.strimzi.io/v1
                    kind: KafkaUser
                    metadata:
                      name: %s
                      labels:
                        strimzi.io/cluster: %s
                    spec:
                      authentication:
                        type: scram-sha-512
                      authorization:
                        type: simple
                        acls:
                    """.formatted(name, cluster));
            byResource(grants).forEach((resource, operations) -> {
                text.append("      - resource:\n          type: ").append(type(resource));
                text.append("\n          name: ").append(resource.name());
                text.append("\n          patternType: ").append(pattern(resource));
                text.append("\n        operations:\n");
                operations.forEach(operation ->
                        text.append("          - ").append(word(operation)).append('\n'));
            });
            return text.toString();
        }

        private static String type(ResourcePattern resource) {
            return switch (resource.resourceType()) {
                case TOPIC -> "topic";
                case GROUP -> "group";
                case TRANSACTIONAL_ID -> "transactionalId";
                default -> throw new IllegalArgumentException("no role needs rights on " + resource);
            };
        }

        private static String pattern(ResourcePattern resource) {
            return resource.patternType() == PatternType.PREFIXED ? "prefix" : "literal";
        }
    }
}
