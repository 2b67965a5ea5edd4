/**
 * Text for messages to users and operators: causes in words, sanitized input, rate-limited logging.
 */
@NullMarked
package dev.sutra.app.message;

import org.jspecify.annotations.NullMarked;
