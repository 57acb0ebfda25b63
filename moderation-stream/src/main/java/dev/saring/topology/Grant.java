package dev.saring.topology;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One operation allowed on one resource. Reading and writing include describing.
 *
 * @param resource a topic, a group or a transactional id, by its name or by what its name begins with
 */
public record Grant(ResourcePattern resource, AclOperation operation) {

    static Grant topic(String name, AclOperation operation) {
        return new Grant(new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL), operation);
    }

    static Grant group(String name, PatternType pattern) {
        return new Grant(new ResourcePattern(ResourceType.GROUP, name, pattern), AclOperation.READ);
    }

    static Grant transactions(String name, PatternType pattern) {
        return new Grant(new ResourcePattern(ResourceType.TRANSACTIONAL_ID, name, pattern), AclOperation.WRITE);
    }
}
