/**
 * The concept event: its Avro schema, its JSON form and its Kafka serdes.
 *
 * <h2>Bytes on the wire</h2>
 *
 * <table border="1">
 *   <caption>A record value, the Confluent wire format</caption>
 *   <tr><th>offset</th><th>bytes</th><th>meaning</th></tr>
 *   <tr><td>0</td><td>1</td><td>magic, 0</td></tr>
 *   <tr><td>1</td><td>4</td><td>id of the writer's schema, big-endian</td></tr>
 *   <tr><td>5</td><td>rest</td><td>the event in Avro's binary encoding; nothing after it</td></tr>
 * </table>
 *
 * <p>The schema is registered under {@code <topic>-value} (the registry's TopicNameStrategy) as the
 * text of {@code ConceptEvent.avsc}, which this jar also contains as a resource.
 *
 * <h2>Limits</h2>
 *
 * <p>A value is at most 1 MiB, and no array or map in it has more than 4096 entries: lengths are
 * checked against these limits and the remaining bytes before anything is allocated, so that an
 * excessive length allocates nothing. Avro's own limits are JVM-wide system properties, read once:
 * {@code org.apache.avro.limits.string.maxLength}, {@code org.apache.avro.limits.bytes.maxLength},
 * {@code org.apache.avro.limits.collectionItems.maxLength}. This package does not set them, since
 * that would affect how the application reads other Avro data; if an operator sets them, they apply
 * too.
 *
 * <h2>Errors</h2>
 *
 * <p>Bytes that are not an event raise {@link
 * org.apache.kafka.common.errors.SerializationException}: send such a record to a dead-letter
 * topic. A registry that does not respond, rejects the credentials or sends an invalid response
 * raises {@link dev.sutra.schemas.SchemaRegistryUnavailableException}: the record may be valid;
 * wait and retry.
 */
@NullMarked
package dev.sutra.schemas;

import org.jspecify.annotations.NullMarked;
