package io.github.sluice.kafkawriter.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectsTest {
    @SuppressWarnings("unchecked")
    private static TranslatedJob translate(String json) {
        return Dialects.translate((Map<String, Object>) Json.parse(json.replace('\'', '"')));
    }

    private static List<String> faults(TranslatedJob job) {
        return job.faults().stream().map(f -> f.parameter() + ": " + f.rule()).toList();
    }

    @Test
    void aJobInOurOwnWordsIsLeftAlone() {
        String own = "{'bootstrapServers':'h:1','topic':'t','column':['a'],'batchSize':1000,'writeType':'json'}";
        TranslatedJob job = translate(own);
        assertThat(job.parameters()).isEqualTo(Json.parse(own.replace('\'', '"')));
        assertThat(job.warnings()).isEmpty();
        assertThat(job.faults()).isEmpty();
    }

    @Test
    void batchSizeIsBytesInTheFirstWritersJobsAndRowsInAddaxsAndChunJuns() {
        assertThat(translate("{'bootstrapServers':'h:1','batchSize':1000,'notTopicCreate':true}")
                        .parameters())
                .containsEntry("batchSize", 1000L)
                .containsEntry("noTopicCreate", true);
        assertThat(translate("{'brokerList':'h:1','batchSize':1000}").parameters())
                .doesNotContainKey("batchSize");
        assertThat(translate("{'producerSettings':{},'tableFields':['a'],'batchSize':1000}")
                        .parameters())
                .doesNotContainKey("batchSize");
    }

    @Test
    void everyOldNameIsWarnedOfOnce() {
        TranslatedJob job = translate("{'brokerList':'h:1','topic':'t','column':['a'],'properties':{'acks':'all'},"
                + "'partitions':0,'batchSize':1}");
        assertThat(job.warnings()).hasSize(4);
        assertThat(job.warnings())
                .filteredOn(w -> w.startsWith("brokerList is"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'brokerList':'h:1','bootstrapServers':'h:2'}|brokerList: means bootstrapServers, which is also given",
                "{'brokerList':'h:1','properties':{'bootstrap.servers':'h:2'}}|properties[bootstrap.servers]: means",
                "{'brokerList':'h:1','column':['*']}|column: must name the columns",
                "{'brokerList':'h:1','properties':'x'}|properties: must be an object",
                "{'producerSettings':{}}|tableFields: is required",
                "{'producerSettings':{},'tableFields':[1]}|tableFields: must be a list of column names",
                "{'producerSettings':{},'tableFields':['a'],'topics':['a','b']}|topics: must hold one topic",
                "{'producerSettings':{},'tableFields':['a'],'encoding':'GBK'}|encoding: must be UTF-8",
                "{'producerSettings':{},'tableFields':['a'],'semantic':'exactly-once'}|semantic: must be",
                "{'bootstrapServers':'h:1','column':['a'],'keyIndex':1}|keyIndex: must be a column's place from 0 to 0",
                "{'bootstrapServers':'h:1','column':['a'],'keyIndex':'x'}|keyIndex: must be a column's place",
                "{'bootstrapServers':'h:1','key':'k'}|key: gives every row the same record key",
            })
    void whatCannotBeTranslatedIsRefusedByNameWithWhatToWrite(String json, String fault) {
        assertThat(faults(translate(json))).anySatisfy(text -> assertThat(text).startsWith(fault));
    }

    @Test
    void ourOwnParametersCanBeAddedToAForeignJob() {
        TranslatedJob job = translate("{'bootstrapServers':'h:1','column':['a','b'],'keyIndex':1,"
                + "'encryptionKey':'env:K','runId':'r','writeType':'text'}");
        assertThat(job.faults()).isEmpty();
        assertThat(job.parameters())
                .containsEntry("keyColumns", List.of("b"))
                .containsEntry("encryptionKey", "env:K")
                .containsEntry("writeType", "text")
                .as("with a key, records' keys say nothing")
                .doesNotContainKey("keyMode");
    }

    @Test
    void aJobThatTwoWritersWouldReadDifferentlyIsWarnedOf() {
        assertThat(translate("{'bootstrapServers':'h:1','topic':'t','column':['a']}")
                        .warnings())
                .singleElement()
                .asString()
                .contains("writeType json");
    }

    @Test
    void aNegativeKeyIndexMeansNoKey() {
        assertThat(translate("{'bootstrapServers':'h:1','column':['a'],'keyIndex':-1}")
                        .parameters())
                .doesNotContainKeys("keyColumns", "keyMode", "keyIndex");
    }

    @Test
    void chunJunTakesTheFirstOfItsTopicsWhereItHasNoTopic() {
        assertThat(translate("{'producerSettings':{},'tableFields':['a'],'topics':['t']}")
                        .parameters())
                .containsEntry("topic", "t");
    }

    @Test
    void aDannyPlusJobIsRefusedAsAWhole() {
        TranslatedJob job = translate(
                "{'config':{'bootstrap.servers':'h:1','sasl.jaas.config':'secret'}," + "'topic':['t'],'column':['a']}");
        assertThat(job.refused()).isTrue();
        assertThat(faults(job)).hasSize(1).first().asString().doesNotContain("secret");
    }
}
