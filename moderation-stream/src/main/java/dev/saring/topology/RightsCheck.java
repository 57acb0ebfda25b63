package dev.saring.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Whether the principal may do all that {@link AccessPlan} lists for the pipeline. The cluster tells what is allowed on
 * topics and on a group that exists. For transactional ids it tells nothing, so one is begun with, under an id of its
 * own that no instance uses.
 */
final class RightsCheck implements StartCheck {
    private static final String TRIAL = "check";

    private final Admin admin;
    private final List<Grant> grants;

    RightsCheck(Admin admin, Topics topics) {
        this.admin = admin;
        this.grants = new AccessPlan(topics).grants(AccessRole.PIPELINE);
    }

    @Override
    public String subject() {
        return "rights";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        List<Grant> missing = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        try {
            addTopics(missing);
            for (Grant grant : grants) {
                if (grant.resource().resourceType() == ResourceType.GROUP && !mayJoin(grant)) {
                    missing.add(grant);
                }
                if (grant.resource().resourceType() == ResourceType.TRANSACTIONAL_ID && !mayWriteUnder(grant)) {
                    missing.add(grant);
                }
            }
        } catch (ClusterException e) {
            // A coordinator that has just moved is no reason to give up: the clients wait for it too.
            findings.add(new Finding(!(e.getCause() instanceof RetriableException), e.getMessage()));
        }
        missing.forEach(grant -> findings.add(finding(grant)));
        return findings;
    }

    private static Finding finding(Grant grant) {
        ResourcePattern resource = grant.resource();
        return Finding.stopping("the principal lacks the right " + grant.operation() + " on "
                + resource.resourceType() + " " + resource.name()
                + (resource.patternType() == PatternType.PREFIXED ? "* (prefixed)" : "")
                + "; grant what `saring topics acls --role pipeline` prints");
    }

    private void addTopics(List<Grant> missing) throws InterruptedException {
        Set<String> topics = grants.stream()
                .map(Grant::resource)
                .filter(resource -> resource.resourceType() == ResourceType.TOPIC)
                .map(ResourcePattern::name)
                .collect(Collectors.toSet());
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        for (Grant grant : grants) {
            if (grant.resource().resourceType() == ResourceType.TOPIC
                    && !isAllowed(grant, answers.get(grant.resource().name()))) {
                missing.add(grant);
            }
        }
    }

    private static boolean isAllowed(Grant grant, KafkaFuture<TopicDescription> topic) throws InterruptedException {
        try {
            return topic.get().authorizedOperations().contains(grant.operation());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return true; // TopicsCheck tells it
            }
            return refused(e, "topic " + grant.resource().name() + " cannot be looked at");
        }
    }

    private boolean mayJoin(Grant grant) throws InterruptedException {
        String group = grant.resource().name();
        try {
            ConsumerGroupDescription found = admin.describeConsumerGroups(
                            List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(group)
                    .get();
            return found.authorizedOperations().contains(grant.operation());
        } catch (ExecutionException e) {
            // Nobody who may not look at a group is told whether it exists.
            return e.getCause() instanceof GroupIdNotFoundException
                    || refused(e, "group " + group + " cannot be looked at");
        }
    }

    private boolean mayWriteUnder(Grant grant) throws InterruptedException {
        String id = grant.resource().name() + TRIAL;
        try {
            admin.fenceProducers(List.of(id)).all().get();
            return true;
        } catch (ExecutionException e) {
            return refused(e, "a transaction cannot be begun");
        }
    }

    /** False where it was a refusal. */
    private static boolean refused(ExecutionException e, String doing) {
        if (e.getCause() instanceof AuthorizationException) {
            return false;
        }
        throw new ClusterException(doing, e.getCause());
    }
}
