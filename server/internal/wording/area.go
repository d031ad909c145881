package wording

import (
	"regexp"
	"strings"
)

var (
	governmentEnding = endingsOf(`人民政府 政府 管理委员会 管委会 办事处`)
	areaEnding       = endingsOf(`县 区 市 镇 乡 街道 (县) (市) (区)`)
	noArea           = endingsOf(`小区 社区 校区 院区 厂区 景区 库区 营区 病区 城市 超市 菜市 门市 夜市 股市 下乡 返乡 入乡 城乡 家乡`)
	groupHead        = regexp.MustCompile(`^(?:各|相关|有关|其他|其它|其余|全市各|全区各|区直各|市直各|市各|县直各|区各|县各|所属|涉及)`)
	division         = regexp.MustCompile(`\([^()]*\)$`)
)

// plainUnit is a unit's name folded, simplified and without spaces.
func plainUnit(name string) string { return Squeeze(name) }

// Area is the name of an area without 政府, 人民政府, 管委会 or 办事处, in its own
// script; other names are returned as they are.
func Area(name string) string {
	name = strings.TrimSpace(name)
	if !IsArea(name) {
		return name
	}
	s := Plain(name)
	m := governmentEnding.of(s)
	r := []rune(name)
	if keep := len(r) - len([]rune(m)); m != "" && keep >= 2 {
		if !strings.HasSuffix(m, "办事处") || strings.HasSuffix(string([]rune(s)[:keep]), "街道") {
			return strings.TrimSpace(string(r[:keep]))
		}
	}
	return name
}

// IsArea reports whether a name is an area's or its government's: 清江浦区,
// 涟水县政府, 生态文旅区管委会, 濮塘镇, 各县区. A bureau is none, also where its name
// begins with an area's (市开发区税务局), nor is the government itself (市政府).
func IsArea(name string) bool {
	s := plainUnit(name)
	if s == "" {
		return false
	}
	if m := governmentEnding.of(s); m != "" {
		return len([]rune(s))-len([]rune(m)) >= 2
	}
	if strings.HasSuffix(s, ")") && !areaEnding.match(s) {
		s = division.ReplaceAllString(s, "")
	}
	least := 2
	if strings.HasSuffix(s, "镇") || strings.HasSuffix(s, "乡") {
		least = 3 // 张镇 is a person
	}
	return len([]rune(s)) >= least && areaEnding.match(s) && !noArea.match(s)
}

// IsGroup reports whether a name stands for several units: 各县区, 相关园区管委会,
// 各级各有关部门.
func IsGroup(name string) bool { return groupHead.MatchString(plainUnit(name)) }
