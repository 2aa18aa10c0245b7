/**
 * Stems of month names, January first, in the languages of Windows: lower case, without accents of
 * Latin letters, dots and blanks. Taken from the Unicode CLDR. A name belongs to the longest stem
 * that it begins with. Three stems belong to two months each, depending on the language.
 */
const MONTH_STEMS: readonly string[] = [
  `
    มค 一月 ene gen ian jan led oca sij sty urt xan ιαν сту січ янв јан қаң jaan ינו׳ degen
    tammi ינואר يناير sausio sausis януари ژانویه มกราคม
  `,
  `
    กพ 二月 feb fev lut ots shk sub uno φεβ ақп лют феб фев velj פבר׳ helmi veebr فوریه defebr
    פברואר فبراير vasario vasaris กุมภาพันธ์
  `,
  `
    三月 bre mac mar mrt mrz ozu μαρ бер мар нау сак מרץ มีค kovo مارس kovas maart demarc
    maalis มีนาคม
  `,
  `
    四月 abr api apr avr dub kwi nis pri tra απρ апр кра сәу เมย квіт אפר׳ d’abr huhti אפריל
    آوریل أبريل เมษายน balandis balandzio
  `,
  `
    مه พค 五月 kve mag mai maj may mei svi μαι маи мам мая мај מאי трав مايو touko demaig
    geguze พฤษภาคม
  `,
  `
    六月 cvn cze eka giu haz iun jun lip qer июн мау чэр юни јун มิย juin kesa xuno ιουν черв
    יוני ژوئن juuni يونيو cerven cervna dejuny lipanj lipnja birzelio birzelis มิถุนายน
  `,
  `
    กค 七月 cvc iul jul lip lug srp tem uzt xul июл лип ліп шіл юли јул juil korr ιουλ יולי
    dejul heina juuli liepa lipca يوليو ژوئیه liepos lipiec srpanj srpnja กรกฎาคม cervence
    cervenec
  `,
  `
    ag สค 八月 abu aug avg elo kol ogo sie srp αυγ авг жні там اوت aout d’ag gush серп אוג׳
    srpen srpna أغسطس אוגוסט สิงหาคม rugpjucio rugpjutis
  `,
  `
    กย 九月 eyl ira ruj sep set sht wrz zar σεπ вер сеп қыр syys сент ספט׳ deset szept ספטמבר
    سبتمبر rugsejo سپتامبر กันยายน rugsejis
  `,
  `
    ตค 十月 eki lis oct okt ott out paz rij tet urr οκτ кас окт қаз loka жовт אוק׳ d’oct اکتبر
    spalio spalis أكتوبر ตุลาคม אוקטובר
  `,
  `
    พย aza kas lis nen nov stu νοε ліс нов ное қар 十一月 лист нояб נוב׳ denov marras נובמבר
    نوامبر نوفمبر lapkricio lapkritis listopadu noiembrie พฤศจิกายน
  `,
  `
    ธค abe ara dec des dez dhj dic dis gru pro δεκ дек дец жел сне 十二月 dets груд דצמ׳ dedes
    joulu דצמבר دسامبر ديسمبر ธันวาคม
  `,
]

/** Names of weekdays in the same form, Sunday first. */
const WEEKDAY_NAMES: readonly string[] = [
  `
    ahad ahd chunhat cn dg die dim dimanche diumenge dom domenica domingo dum duminica ediel
    ig igandea min minggu ne ned nedela nedele nedelja nedjelja niedz niedziela p paz pazar
    puhapaev sekmadienis sk so son sondag sonntag su sun sunday sunnudagur sunnuntai
    sunnuntaina svetd svetdiena søn søndag v vasarnap zo zondag κυρ κυριακη воскресенье вс
    жексенбі жс нд нед недела неделя недеља неділя нядзеля יוםא׳ יוםראשון الأحد یکشنبه
    วันอาทิตย์ อาทิตย์ 周日 日 日曜日 星期日 週日 일 일요일
  `,
  `
    al astelehena dilluns dl e ehene esmaspaev h hen hetfo isn isnin lun lundi lunedi lunes
    luni luns ma maanantai maanantaina maandag man mandag manudagur mo mon monday montag
    pazartesi pirmadienis pirmd pirmdiena po pon pondeli pondelok ponedeljak ponedeljek
    ponedjeljak poniedziałek pr pzt seg segunda-feira sen senin thuhai δευ δευτερα дс
    дүисенбі панядзелак пн пон понеделник понедельник понедељак понеділок יוםב׳ יוםשני
    الاثنين دوشنبه จันทร์ วันจันทร์ 周一 星期一 月 月曜日 週一 월 월요일
  `,
  `
    an antradienis ar asteartea di dienstag dimarts dinsdag dt emarte k kedd mar mardi
    martedi martes marti otrd otrdiena sal salı sel selasa t teisipaev ter terca-feira thuba
    ti tiistai tiistaina tir tirs tirsdag tis tisdag tor torek tue tuesday ut utery uto
    utorak utorok wt wtorek þri þriðjudagur τρι τριτη ау ауторак вт вто вторник вівторок
    сеисенбі сс уто уторак יוםג׳ יוםשלישי الثلاثاء سهشنبه วันอังคาร อังคาร 周二 星期二 火 火曜日 週二 화
    화요일
  `,
  `
    asteazkena az car carsamba dc dimecres emerkure k ke keskiviikko keskiviikkona kolmapaev
    mer mercoledi mercores mercredi mi mie miercoles miercuri mittwoch mið miðvikudagur ons
    onsdag qua quarta-feira rab rabu sr sre sreda sri srijeda sroda st streda sze szerda
    thutu tr treciadienis tresd tresdiena wed wednesday wo woensdag τετ τεταρτη серада
    середа ср сре среда сряда сәрсенбі יוםד׳ יוםרביעי الأربعاء چهارشنبه พุธ วันพุธ 周三 星期三 水
    水曜日 週三 수 수요일
  `,
  `
    cet cetrtek ceturtd ceturtdiena cetvrtak cs csutortok ct ctvrtek czw czwartek dijous dj
    do donderdag donnerstag eenjte enj fim fimmtudagur gio giovedi jeu jeudi joi jue jueves
    kam kamis ketvirtadienis kha khamis kt n neljapaev og osteguna per persembe qui
    quinta-feira st stvrtok thu thunam thursday to tor tors torsdag torstai torstaina xov
    xoves πεμ πεμπτη беисенбі бс чацвер чет четвер четверг четвртак четврток четвъртък чт чц
    יוםה׳ יוםחמישי الخميس پنجشنبه พฤหัส วันพฤหัสบดี 周四 星期四 木 木曜日 週四 목 목요일
  `,
  `
    cum cuma divendres dv epremte fos fostudagur fr fre fredag freitag fri friday jum jumaat
    jumat or ostirala p pa patek pe penktadienis pentek perjantai perjantaina pet petak
    petek pi piatek piatok piektd piektdiena pn pre pt r reede sex sexta-feira thusau ven
    vendredi venerdi venres vie viernes vin vineri vr vrijdag vrydag παρ παρασκευη жм жұма
    пʼятниця пет петак петок петък пт пятница пятніца יוםו׳ יוםשישי الجمعة جمعه วันศุกร์
    ศุกร์ 周五 星期五 週五 金 金曜日 금 금요일
  `,
  `
    cmt cumartesi dissabte ds eshtune l la larunbata lau lauantai lauantaina laugardagur
    laupaev lor lordag lr lør lørdag sa sab sabado sabato sabtu sam sambata samedi samstag
    sat saterdag saturday sestadienis sestd sestdiena sht so sob sobota st sub subota szo
    szombat thubay za zaterdag σαβ σαββατο саб сабота сб сенбі суб суббота субота събота
    יוםשבת שבת السبت شنبه วันเสาร์ เสาร์ 周六 土 土曜日 星期六 週六 토 토요일
  `,
]

const monthsByStem = indexWords(MONTH_STEMS, 1)
const weekdaysByName = indexWords(WEEKDAY_NAMES, 0)

function indexWords(lists: readonly string[], first: number): ReadonlyMap<string, number[]> {
  const index = new Map<string, number[]>()
  for (const [position, words] of lists.entries())
    for (const word of words.trim().split(/\s+/))
      index.set(word, [...(index.get(word) ?? []), position + first])
  return index
}

/** A shorter beginning of a name is not taken for the name. */
const MIN_SHORT_NAME = 3

/** A word as the lists above contain it: `Févr.` is `fevr`. */
export function normalizeWord(word: string): string {
  const text = word.replace(/[.,\s]/g, '').toLowerCase()
  if (!BEYOND_ASCII.test(text)) return text
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
}

const BEYOND_ASCII = /[\u0080-\uffff]/

/** The months that a name may mean, 1 to 12. Empty for any other word. */
export function monthsNamed(word: string): readonly number[] {
  const name = normalizeWord(word)
  for (let length = name.length; length > 1; length -= 1) {
    const months = monthsByStem.get(name.slice(0, length))
    if (months) return months
  }
  if (name.length < MIN_SHORT_NAME) return []
  const longer = [...monthsByStem].filter(([stem]) => stem.startsWith(name))
  return [...new Set(longer.flatMap(([, months]) => months))]
}

/** The weekdays that a name may mean, 0 for Sunday. Empty for any other word. */
export const weekdaysNamed = (word: string): readonly number[] =>
  weekdaysByName.get(normalizeWord(word)) ?? []
