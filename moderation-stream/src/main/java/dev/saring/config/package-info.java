/**
 * Settings: one file, the environment over it, options over both. {@link dev.saring.config.SettingCatalog} lists and
 * documents them; {@link dev.saring.config.Settings} is what the rest of Saring sees.
 */
package dev.saring.config;
