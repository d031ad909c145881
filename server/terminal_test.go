package main

import (
	"errors"
	"strings"
	"testing"
)

func TestATerminalIsToldNothingButWords(t *testing.T) {
	var b strings.Builder
	printTo(&b, "错误：%v %s %d\n", errors.New("配置有2处不对：\n  甲\n  乙"), "a\x1b[31m\r\n错误：假的\u009b\u202e\x00\u2028.xlsx", 3)
	want := "错误：配置有2处不对：\n  甲\n  乙 a\\x1b[31m\\r\\n错误：假的\\u009b\\u202e\\x00\\u2028.xlsx 3\n"
	if b.String() != want {
		t.Errorf("printed %q\nwant    %q", b.String(), want)
	}
}
