/**
 * By which names an instance may be reached, and from pages of which origins: what keeps a web page
 * from reading and writing an instance of its visitor's machine or network.
 */
@NullMarked
package dev.sutra.app.rest.guard;

import org.jspecify.annotations.NullMarked;
