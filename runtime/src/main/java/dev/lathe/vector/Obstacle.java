package dev.lathe.vector;

/**
 * Why a loop stays scalar.
 *
 * @param reason as a clause: {@code it divides integers}
 * @param remedy what to change, or null
 */
record Obstacle(String reason, String remedy) {}
