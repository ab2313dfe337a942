package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnNamesTest {
    /** inventory #11, #82, #207 */
    @ParameterizedTest
    @CsvSource({
        "ID,id",
        "userID,user_id",
        "USER_NAME,user_name",
        "USERNAME,username",
        "userName,user_name",
        "user_name,user_name",
        "_x,_x",
        "XMLHttp,xml_http",
        "address2Line,address2_line",
        "名称,名称",
        "客户Name,客户name"
    })
    void everyHouseStyleBecomesSnakeCase(String source, String target) {
        assertThat(ColumnNames.snakeCase(source)).isEqualTo(target);
    }
}
