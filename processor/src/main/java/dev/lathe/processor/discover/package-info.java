/**
 * Finds what is to be compiled: unwraps the environment that a build tool hands over, and collects
 * the interfaces with kernels. Works under every compiler.
 */
package dev.lathe.processor.discover;
