package dev.saring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryServerTest {
    @Test
    void closed_leavesNothingBehind() {
        RegistryServer server =
                RegistryServer.start(Checkout.ofWorkingDirectory().registry());
        assertThat(server.log()).exists();
        assertThatThrownBy(server::restart).hasMessage("The schema registry is running");

        server.close();

        assertThat(server.process().isAlive()).isFalse();
        assertThat(server.log().getParent()).doesNotExist();
    }

    @Test
    void folderWithoutRegistry_isNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> RegistryServer.start(folder)).hasMessage(folder + " holds no Apicurio Registry");
        assertThatThrownBy(() -> RegistryServer.start(folder.resolve("missing")))
                .hasMessage(folder.resolve("missing") + " cannot be read: unpack it with mvn package");
    }
}
