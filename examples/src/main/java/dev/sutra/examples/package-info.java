/**
 * Programs to be copied, one class each, over topics of strings: keys are ids, values are texts.
 * Each takes the brokers as its first argument, and its topics must exist.
 */
package dev.sutra.examples;
