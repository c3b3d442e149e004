package calendar

import (
	"strings"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	austria "github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"github.com/engross/engross/schema"
)

// cities are the places that agreements name and whose days off the built-in rules
// know, at least in part: by country, and by region where the rules know regions.
var cities = map[string]string{
	"DE-BW": "stuttgart karlsruhe mannheim heidelberg freiburg ulm",
	"DE-BY": "munich münchen nuremberg nürnberg regensburg erlangen",
	"DE-BE": "berlin", "DE-BB": "potsdam", "DE-HB": "bremen", "DE-HH": "hamburg",
	"DE-HE": "frankfurt frankfurt_am_main darmstadt wiesbaden kassel", "DE-MV": "rostock schwerin",
	"DE-NI": "hanover hannover brunswick braunschweig wolfsburg göttingen",
	"DE-NW": "cologne köln düsseldorf dusseldorf essen dortmund bonn aachen bielefeld münster leverkusen",
	"DE-RP": "mainz ludwigshafen kaiserslautern", "DE-SL": "saarbrücken", "DE-SN": "dresden leipzig chemnitz",
	"DE-ST": "magdeburg halle", "DE-SH": "kiel lübeck", "DE-TH": "erfurt jena",
	"CH-ZH": "zurich zürich winterthur", "CH-GE": "geneva genève", "CH-BS": "basel", "CH-BE": "bern berne", "CH-VD": "lausanne",
	"CH-ZG": "zug", "CH-LU": "lucerne luzern", "CH-TI": "lugano", "CH-SG": "st_gallen", "CH-NE": "neuchâtel", "CH-FR": "fribourg",
	"AU-NSW": "sydney", "AU-VIC": "melbourne", "AU-QLD": "brisbane", "AU-WA": "perth", "AU-SA": "adelaide", "AU-TAS": "hobart", "AU-ACT": "canberra", "AU-NT": "darwin",
	"AT": "vienna wien graz linz salzburg innsbruck", "BE": "brussels bruxelles antwerp ghent leuven", "NL": "amsterdam rotterdam the_hague eindhoven utrecht delft",
	"FR": "paris lyon grenoble toulouse marseille nice lille", "IE": "dublin cork galway", "DK": "copenhagen aarhus", "SE": "stockholm gothenburg lund malmö",
	"NO": "oslo bergen trondheim stavanger", "CZ": "prague brno", "SK": "bratislava", "PL": "warsaw kraków krakow łódź wrocław gdańsk poznań", "SI": "ljubljana", "HR": "zagreb",
	"BG": "sofia", "RO": "bucharest", "LT": "vilnius", "LV": "riga", "GR": "athens thessaloniki", "JP": "tokyo osaka kyoto yokohama nagoya",
	"GB": "london cambridge oxford manchester birmingham bristol leeds", "ZA": "johannesburg cape_town pretoria",
	"US": "new_york washington washington,_d.c. san_francisco boston chicago los_angeles san_jose seattle houston austin",
	"CA": "toronto montreal vancouver ottawa", "ES": "madrid barcelona valencia", "IT": "rome milan turin bologna", "NZ": "auckland wellington", "BR": "são_paulo rio_de_janeiro brasília", "AR": "buenos_aires",
}

// placeCode is the country or region of a place, or "".
func placeCode(name string) string {
	key := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "_")
	for code, list := range cities {
		for _, c := range strings.Fields(list) {
			if c == key {
				return code
			}
		}
	}
	for _, c := range (&schema.TermSheet{}).Countries("world") {
		if strings.EqualFold(schema.CountryName(c), strings.TrimSpace(name)) || strings.EqualFold(string(c), strings.TrimSpace(name)) {
			return string(c)
		}
	}
	return ""
}

// incomplete are the countries of which the rules know only what holds in all of them.
var incomplete = map[string]string{
	"US": "the holidays of the states", "CA": "the holidays of the provinces", "ES": "the holidays of regions and cities", "IT": "the holidays of the cities",
	"DE": "the holidays of the states", "CH": "the holidays of the cantons", "NZ": "the anniversary days of the regions", "BR": "the holidays of states and cities", "AR": "the holidays of the provinces",
	"GB": "the holidays of Scotland and Northern Ireland", "FR": "the holidays of Alsace and Moselle",
}

// wholeCity are the countries whose listed cities have the days off of the rules and
// no others: it is other parts of the country that have more.
var wholeCity = map[string]bool{"GB": true, "FR": true}

// rulesOf are the days off in a country or region, nil where nothing is known, and
// what the rules leave out.
func rulesOf(code string) (*ruleDays, string) {
	rules := ruleSets()[code]
	if rules == nil {
		return nil, ""
	}
	return &ruleDays{rules, map[int]map[schema.Date]bool{}}, incomplete[code]
}

func ruleSets() map[string][]*cal.Holiday {
	return map[string][]*cal.Holiday{
		"AR": ar.Holidays, "AT": austria.Holidays, "BE": be.Holidays, "BG": bg.Holidays, "BR": br.Holidays, "CA": ca.Holidays, "CZ": cz.Holidays, "DK": dk.Holidays,
		"ES": es.Holidays, "FR": fr.Holidays, "GB": gb.Holidays, "GR": gr.Holidays, "HR": hr.Holidays, "IE": ie.Holidays, "IT": it.Holidays, "JP": jp.Holidays,
		"LT": lt.Holidays, "LV": lv.Holidays, "NL": nl.Holidays, "NO": no.Holidays, "NZ": nz.Holidays, "PL": pl.Holidays, "RO": ro.Holidays, "SE": se.Holidays,
		"SI": si.Holidays, "SK": sk.Holidays, "US": us.Holidays, "ZA": za.Holidays,
		"DE": de.Holidays, "DE-BW": de.HolidaysBW, "DE-BY": de.HolidaysBY, "DE-BE": de.HolidaysBE, "DE-BB": de.HolidaysBB, "DE-HB": de.HolidaysHB, "DE-HH": de.HolidaysHH,
		"DE-HE": de.HolidaysHE, "DE-MV": de.HolidaysMV, "DE-NI": de.HolidaysNI, "DE-NW": de.HolidaysNW, "DE-RP": de.HolidaysRP, "DE-SL": de.HolidaysSL,
		"DE-SN": de.HolidaysSN, "DE-ST": de.HolidaysST, "DE-SH": de.HolidaysSH, "DE-TH": de.HolidaysTH,
		"CH": ch.Holidays, "CH-ZH": ch.HolidaysZH, "CH-GE": ch.HolidaysGE, "CH-BS": ch.HolidaysBS, "CH-BE": ch.HolidaysBE, "CH-VD": ch.HolidaysVD, "CH-ZG": ch.HolidaysZG,
		"CH-LU": ch.HolidaysLU, "CH-TI": ch.HolidaysTI, "CH-SG": ch.HolidaysSG, "CH-NE": ch.HolidaysNE, "CH-FR": ch.HolidaysFR,
		"AU-NSW": au.HolidaysNSW, "AU-VIC": au.HolidaysVIC, "AU-QLD": au.HolidaysQLD, "AU-WA": au.HolidaysWA, "AU-SA": au.HolidaysSA, "AU-TAS": au.HolidaysTAS, "AU-ACT": au.HolidaysACT, "AU-NT": au.HolidaysNT,
	}
}
