package io.github.sluice.streamload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue of starrocks.md 3.4, 4.2 and 4.4, and what to do about each line. */
final class FailureKindTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            INTERNAL_ERROR | too many filtered rows | ROWS
            CANCELLED | primary key size exceed the limit. | ROWS
            DATA_QUALITY_ERROR | parse error. Failed to iterate json array as object | ROWS
            Fail | unknown database, database=x | SETTINGS
            ANALYSIS_ERROR | anything | SETTINGS
            INVALID_ARGUMENT | Request table a not equal transaction table b | SETTINGS
            UNAUTHORIZED | Need auth information. | SETTINGS
            Fail | Access denied; you need (at least one of) the INSERT privilege(s) for this operation | SETTINGS
            FAILED | class com.starrocks.common.UserException: Database[x] does not exist. | SETTINGS
            INTERNAL_ERROR | load request not equal last. | SETTINGS
            Fail | The size of this batch exceed the max size [104857600] of json type data | SETTINGS
            Fail | Too many versions. tablet_id: 7, version_count: 1000, limit: 1000 | TRANSIENT
            Fail | current running txns on db 1 is 1000, larger than limit 1000 | TRANSIENT
            FAILED | class com.starrocks.common.DdlException: No backend alive. | TRANSIENT
            TXN_NOT_EXISTS | transaction with label x not exists | TRANSIENT
            TXN_IN_PROCESSING | Transaction is in processing | TRANSIENT
            ABORTED | transaction is aborted | TRANSIENT
            SERVICE_UNAVAILABLE | x | TRANSIENT
            Fail | transaction is aborted by timeout 600 seconds. | TRANSIENT
            LABEL_ALREADY_EXISTS | Label [x] has already been used. | TRANSIENT
            """)
    void everyKnownFailureHasItsRemedy(String status, String message, FailureKind expected) {
        assertThat(FailureKind.of(status, message)).isEqualTo(expected);
    }
}
