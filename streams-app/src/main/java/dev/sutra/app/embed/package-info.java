/**
 * Turns text into vectors inside the process, without a network.
 *
 * <p>The model is <em>all-MiniLM-L6-v2</em> (Reimers and Gurevych, "Sentence-BERT", 2019; distilled
 * as in Wang et al., "MiniLM", 2020) in its 8-bit ONNX form, run by ONNX Runtime.
 */
@NullMarked
package dev.sutra.app.embed;

import org.jspecify.annotations.NullMarked;
