package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry client's jar also holds other libraries under their own names. They must not come before the real ones. */
class ClassPathTest {
    private static final ClassLoader LOADER = ClassPathTest.class.getClassLoader();
    private static final String CLIENT =
            "org/apache/flink/avro/registry/confluent/shaded/io/confluent/kafka/schemaregistry/client/SchemaRegistryClient.class";

    @Test
    void classesOfTheClientsJar_neverHideThoseOfAnother() throws IOException {
        URL client = LOADER.getResource(CLIENT);
        List<String> hiding = new ArrayList<>();
        int others = 0;
        try (JarFile jar = ((JarURLConnection) client.openConnection()).getJarFile()) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.startsWith("org/apache/flink/")) {
                    List<URL> places = Collections.list(LOADER.getResources(name));
                    others += places.size() - 1;
                    if (places.size() > 1 && places.get(0).getPath().startsWith(jarOf(client))) {
                        hiding.add(name);
                    }
                }
            }
        }

        assertThat(others).as("classes that are also in another jar").isPositive();
        assertThat(hiding).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "com.github.luben.zstd.Zstd, zstd-jni",
        "org.xerial.snappy.Snappy, snappy-java",
        "org.yaml.snakeyaml.Yaml, snakeyaml",
        "com.google.common.cache.Cache, guava",
        "org.apache.commons.io.IOUtils, commons-io",
        "org.apache.commons.lang3.StringUtils, commons-lang3"
    })
    void libraries_comeFromTheirOwnJars(String type, String artifact) throws ClassNotFoundException {
        assertThat(Class.forName(type)
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .matches(".*/" + artifact + "-[0-9][^/]*\\.jar");
    }

    private static String jarOf(URL entry) {
        return entry.getPath().substring(0, entry.getPath().indexOf('!'));
    }
}
