/** API keys: their file, what they allow, and how a request proves that it has one. */
@NullMarked
package dev.sutra.app.auth;

import org.jspecify.annotations.NullMarked;
