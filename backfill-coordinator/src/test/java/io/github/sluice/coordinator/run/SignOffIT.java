package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a batch goes without a word that counts, on real parts and by the command line. */
@Timeout(300)
class SignOffIT {
    @TempDir
    Path folder;

    private House house;
    private Stage stage;
    private String ods;

    @BeforeEach
    void data() throws IOException {
        house = new House(folder);
        stage = Stage.shared();
        ods = "ods_" + house.database;
        house.mysql.execute(
                "CREATE TABLE " + house.database + ".orders (id INT PRIMARY KEY, userName VARCHAR(20))",
                "INSERT INTO " + house.database + ".orders VALUES (1, 'a'), (2, 'b'), (3, NULL)");
    }

    private SluiceSettings settings(String policy) throws IOException {
        return house.settings(house.head()
                + house.sourceSections()
                + stage.targetSections(ods)
                + "tables: [{source: " + house.database + ".orders}]\n"
                + policy);
    }

    private static TableOutcome unasked(SluiceSettings settings) {
        return new Backfill(settings, House.options(settings, Side.BOTH), new LoggedBoard(), before -> {})
                .run()
                .get(0);
    }

    @Test
    void nothingGoesWithoutSomebodysWordOverAnUnchangedReport() throws Exception {
        Spoken.of("signoff", "keygen", folder.resolve("alice").toString());
        Spoken.of("signoff", "keygen", folder.resolve("mallory").toString());
        SluiceSettings settings =
                settings("policy: {signoff: {keys: {alice: \"file:" + folder.resolve("alice.pub") + "\"}}}");
        String topic = settings.tables().get(0).topic();
        TableOutcome refused =
                House.run(settings, House.options(settings, Side.BOTH)).get(0);
        assertThat(refused.code()).as("--yes is nobody's signature").isEqualTo(ExitCode.REFUSED);
        assertThat(refused.message()).contains("have sluice signoff orders --key FILE said by alice");
        assertThat(refused.verdict()).contains(Verdict.EQUAL);
        assertThat(refused.batchTopic()).isEqualTo("kept");
        assertThat(House.sluice(settings, "signoff", "wait", "--timeout", "1s").code())
                .isEqualTo(40);
        assertThat(House.sluice(settings, "signoff", "orders", "--yes").err()).contains("sign with --key FILE");
        Spoken stranger = House.sluice(
                settings,
                "signoff",
                "orders",
                "--yes",
                "--key",
                folder.resolve("mallory").toString());
        assertThat(stranger.code()).isEqualTo(40);
        assertThat(stranger.err()).contains("belongs to nobody in policy.signoff.keys (alice)");

        String[] sign = {
            "signoff", "orders", "--yes", "--key", folder.resolve("alice").toString()
        };
        Path report = folder.resolve(".sluice/reports/orders-attempt-1.json");
        String text = Files.readString(report);
        Files.writeString(report, text.replace("\"starrocks\":3", "\"starrocks\":4"));
        assertThat(House.sluice(settings, sign).err()).contains("was changed after the verification");
        Files.writeString(report, text);
        Spoken signed = House.sluice(settings, sign);
        assertThat(signed.code()).as(signed.err()).isZero();
        assertThat(signed.out()).contains("in StarRocks").contains("EQUAL").contains("signed by alice");
        Files.writeString(report, text.replace("EQUAL", "EQUAl"));
        assertThat(unasked(settings).message()).contains("was changed after the verification");
        Files.writeString(report, text);
        TableOutcome outcome = unasked(settings);
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.attempt()).isEqualTo(1);
        assertThat(outcome.batchTopic()).isEqualTo("dropped");
        try (Topics topics = new Topics(new KafkaClients(settings.kafka()))) {
            assertThat(topics.shape(topic)).isEmpty();
        }
        assertThat(Files.readString(folder.resolve(".sluice/reports/orders-attempt-1-tombstone.json")))
                .contains("\"signer\":\"alice\"")
                .contains(topic);
        assertThat(House.sluice(settings, "drop-batch", "orders").out()).contains("was already dropped at");
        assertThat(House.sluice(settings, "signoff", "list").out())
                .contains("signed off")
                .contains("alice");
    }

    @Test
    void aDifferenceIsWaivedByNameAndReasonOrBeginsAnew() throws Exception {
        SluiceSettings settings = settings("policy: {signoff: {waivers: true}}");
        Backfill.Options whole = House.options(settings, Side.BOTH);
        Backfill.Options load = new Backfill.Options(
                whole.side(), whole.tables(), null, Step.LOAD, false, whole.planFolder(), whole.journal());
        assertThat(House.run(settings, load).get(0).message()).isEmpty();
        stage.execute("UPDATE " + ods + ".orders SET user_name = 'X' WHERE id = 1");
        assertThat(unasked(settings).code()).isEqualTo(ExitCode.TOPIC_NOT_IN_STARROCKS);
        Spoken unwaived = House.sluice(settings, "signoff", "orders", "--yes");
        assertThat(unwaived.code()).isEqualTo(40);
        assertThat(unwaived.err()).contains("the verdict is DIFF; sign it with --waive REASON");
        Spoken waived = House.sluice(settings, "signoff", "orders", "--yes", "--waive", "a test row");
        assertThat(waived.code()).as(waived.err()).isZero();
        TableOutcome outcome = unasked(settings);
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.attempt()).as("the attempt that was signed goes on").isEqualTo(1);
        assertThat(outcome.verdict()).contains(Verdict.DIFF);
        assertThat(outcome.batchTopic()).isEqualTo("dropped");
        assertThat(Files.readString(folder.resolve(".sluice/reports/orders-attempt-1-tombstone.json")))
                .contains("\"waiver\":\"a test row\"");
    }
}
