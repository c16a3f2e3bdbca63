using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Ticketing.Catalog;

/// <summary>
/// Recognises texts that name the front of a plan: a stage, a screen, a field. The whole text must be a name, at most
/// with words such as "main": a stage door is not the stage. Case, accents and the way in which a letter with an accent
/// is encoded make no difference.
/// </summary>
internal static class FrontNames
{
    private static readonly FrozenDictionary<char, char> Plain = (
            "aàáâãäåāăạấ cçćčĉ dďđ eèéêëēěęė gğ iìíîïīı lł nñńňņ oòóôõöøōőộ rřŕ sśšşș tťţț uùúûüūůű yýÿ zźžż "
            + "αά εέ ηή ιί οό σς υύ ωώ ий её ії")
        .Split(' ')
        .SelectMany(letters => letters.Skip(1).Select(letter => KeyValuePair.Create(letter, letters[0])))
        .ToFrozenDictionary();

    /// <summary>The first list that has a name wins: in front of a stage, the field is where people stand.</summary>
    private static readonly FrozenDictionary<string, int> Names = new[]
    {
        "stage bühne buehne hauptbühne hauptbuehne vorbühne seebühne freilichtbühne scène scenen scen scene escenario "
            + "escena palco palcoscenico scena scenă oder pozornica jeviště javisko színpad sahne näyttämö lava toneel "
            + "hoofdpodium hovedscene hovedscenen panggung pentas σκηνή сцена эстрада 무대 舞台 ステージ เวที मंच المسرح "
            + "מסרח במה",
        "screen leinwand écran pantalla schermo tela telão plátno ekran ekranas vászon lerret lærred duk valkokangas "
            + "doek экран екран οθόνη 스크린 スクリーン 銀幕 银幕 屏幕 podium pódium podest podiet dais rostrum altar "
            + "altarraum chancel catwalk laufsteg runway подиум",
        "field playfield pitch court rink ring manege manège piste spielfeld spielfläche feld rasen eisfläche "
            + "terrain pelouse campo cancha pista gramado quadra hřiště ihrisko boisko lodowisko pálya saha kenttä "
            + "spelplan bane veld speelveld поле манеж ринг игралище γήπεδο 경기장 필드 링크 コート フィールド ピッチ 球場 球场",
    }.SelectMany((list, rank) => list.Split(' ').Select(name => (Name: Fold(name), Rank: rank)))
        .DistinctBy(name => name.Name)
        .ToFrozenDictionary(name => name.Name, name => name.Rank, StringComparer.Ordinal);

    /// <summary>Words beside a name that do not change its meaning.</summary>
    private static readonly FrozenSet<string> Beside = (
            "the main front große grosse großer grand grande principale principal centre center central centrale "
            + "główna glavna hlavní hlavná główne playing boxing ice football soccer basketball handball hockey tennis "
            + "silver big die das der le la el il lo o a de di du da del jeu juego jogo gioco główny главная игровое")
        .Split(' ').Select(Fold).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How good the name is, from 0; null when the text does not name the front.</summary>
    public static int? Rank(string text)
    {
        if (text.Length > Limits.MaxNameLength)
            return null;
        var words = Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ranks = words.Where(Names.ContainsKey).Select(word => Names[word]).ToArray();
        return ranks.Length > 0 && words.All(word => Names.ContainsKey(word) || Beside.Contains(word))
            ? ranks.Min()
            : null;
    }

    /// <summary>Lower case, without accents; everything between words becomes a space.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in Texts.Compose(text))
        {
            // A letter and its accent may be two characters, which only some systems put together.
            if (letter is >= '\u0300' and <= '\u036F')
                continue;
            var lower = char.ToLowerInvariant(letter);
            folded.Append(IsPartOfWord(lower) ? Plain.GetValueOrDefault(lower, lower) : ' ');
        }
        return folded.ToString();
    }

    private static bool IsPartOfWord(char letter) => char.IsLetterOrDigit(letter) || char.GetUnicodeCategory(letter)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
