/** Whether each upload record has its one decision or dead letter, proven from the topics alone. */
package dev.saring.audit;
