/**
 * Random Java programs, run as plain Java and in every form that Lathe makes of them. A difference
 * is shrunk to a small program that still shows it.
 */
package dev.lathe.processor.random;
